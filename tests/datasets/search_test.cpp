// SPDX-License-Identifier: Apache-2.0
#include "datasets/search.h"

#include "tests/datasets/support.h"

namespace imcbench {
namespace {

using test::ScopedEnvironment;
using test::TempFolder;
namespace fs = std::filesystem;

std::vector<std::string> origins(const DataSearch& search) {
  std::vector<std::string> names;
  for (const SearchFolder& folder : search.folders) names.push_back(folder.origin);
  return names;
}

TEST(Search, OrderIsOptionEnvironmentCacheSystem) {
  TempFolder folder;
  const ScopedEnvironment data("IMCBENCH_DATA", (folder / "env").string());
  const ScopedEnvironment cache("XDG_CACHE_HOME", (folder / "xdg").string());
  const DataSearch search = standard_search(folder.path());
  EXPECT_EQ(origins(search),
            (std::vector<std::string>{"--data-dir", "IMCBENCH_DATA", "cache", "system"}));
  EXPECT_EQ(search.folders[0].path, folder.path());
  EXPECT_EQ(search.folders[1].path, folder / "env");
  EXPECT_EQ(search.folders[2].path, folder / "xdg" / "imcbench");
  EXPECT_EQ(search.folders[3].path, "/usr/share/datasets");
}

TEST(Search, WhatIsNotGivenIsNotSearched) {
  const ScopedEnvironment data("IMCBENCH_DATA", std::nullopt);
  const ScopedEnvironment cache("XDG_CACHE_HOME", std::nullopt);
  const ScopedEnvironment home("HOME", std::nullopt);
  EXPECT_EQ(origins(standard_search()), std::vector<std::string>{"system"});
  EXPECT_EQ(cache_folder(), "");
}

TEST(Search, CacheIsBelowHomeAndARelativeXdgFolderIsIgnored) {
  const ScopedEnvironment home("HOME", "/home/somebody");
  for (const char* value : {"", "relative"}) {
    const ScopedEnvironment cache("XDG_CACHE_HOME", value);
    EXPECT_EQ(cache_folder(), "/home/somebody/.cache/imcbench");
  }
}

TEST(Search, DataDirThatIsNoFolderIsAnInputError) {
  TempFolder folder;
  test::write_plain(folder / "file", {1});
  for (const fs::path& path : {folder / "none", folder / "file"}) {
    const std::string message = test::input_error_of([&] { standard_search(path); });
    test::expect_contains(message, "--data-dir");
    test::expect_contains(message, path.string());
  }
}

// Files appear one by one from the last place to the first; each new one takes over.
TEST(Search, FirstHitWins) {
  TempFolder folder;
  const DatasetRecord& mnist = find_dataset("mnist");
  const FileRecord& file = mnist.splits[0].files[0];
  const std::string name(file.name);
  const DataSearch search{{{folder / "a", "--data-dir"}, {folder / "b", "IMCBENCH_DATA"}}};
  EXPECT_EQ(find_file(mnist, file, search), std::nullopt);
  fs::create_directories(folder / "a" / "mnist" / name);  // a folder of that name is no hit
  EXPECT_EQ(find_file(mnist, file, search), std::nullopt);
  fs::remove(folder / "a" / "mnist" / name);
  std::vector<fs::path> places;
  for (const char* base : {"b", "a"}) {
    places.push_back(folder / base / name);
    places.push_back(folder / base / (name + ".gz"));
    places.push_back(folder / base / "mnist" / name);
    places.push_back(folder / base / "mnist" / (name + ".gz"));
  }
  for (const fs::path& place : places) {
    test::write_plain(place, {1});
    EXPECT_EQ(find_file(mnist, file, search), place);
  }
}

TEST(Search, NotFoundNamesEveryFolderAndHowToGetTheData) {
  TempFolder folder;
  fs::create_directories(folder / "a");
  const DataSearch search{{{folder / "a", "--data-dir"}, {folder / "b", "cache"}}};
  const std::string fashion =
      test::input_error_of([&] { load_dataset("fashion-mnist", "test", search); });
  test::expect_contains(fashion, "fashion-mnist test: file t10k-images-idx3-ubyte.gz not found");
  test::expect_contains(fashion, "`imcbench data fetch fashion-mnist`");
  test::expect_contains(fashion, "`apt-get install dataset-fashion-mnist`");
  test::expect_contains(fashion, (folder / "a").string() + " (--data-dir)");
  test::expect_contains(fashion, (folder / "b").string() + " (cache, no such folder)");
  const std::string mnist = test::input_error_of([&] { load_dataset("mnist", "test", search); });
  EXPECT_EQ(mnist.find("apt-get"), std::string::npos);
}

TEST(Search, BuiltInDataNeedNoFolder) {
  EXPECT_EQ(load_dataset("glyphs", "test", DataSearch{}).count, 10000u);
}

}  // namespace
}  // namespace imcbench
