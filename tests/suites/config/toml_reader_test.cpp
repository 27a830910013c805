// SPDX-License-Identifier: Apache-2.0
#include "suites/config/toml_reader.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

class TomlReader : public testing::Test {
 protected:
  TomlTable parse(const std::string& text) {
    path_ = (std::filesystem::path(testing::TempDir()) /
             (std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + ".toml"))
                .string();
    std::ofstream(path_) << text;
    return TomlTable::parse_file(path_);
  }
  // The message of the InputError that `action` throws, without the path.
  template <class Action>
  std::string message(Action action) {
    try {
      action();
    } catch (const InputError& error) {
      std::string text = error.what();
      return text.starts_with(path_) ? text.substr(path_.size()) : text;
    }
    return "no error";
  }
  std::string path_;
};

TEST_F(TomlReader, reads_every_type) {
  TomlTable t = parse("s = 'x'\ni = 3\nr = 2\nb = true\nl = [1, 2.5]\nn = ['a']\n");
  EXPECT_EQ(t.string("s"), "x");
  EXPECT_EQ(t.integer("i", 0, 5), 3);
  EXPECT_EQ(t.real("r", 0.0, 5.0), 2.0);
  EXPECT_TRUE(t.boolean("b", false));
  EXPECT_EQ(t.reals("l", 0.0, 5.0), (std::vector<double>{1.0, 2.5}));
  EXPECT_EQ(t.strings("n"), std::vector<std::string>{"a"});
  EXPECT_NO_THROW(t.finish("key"));
}

TEST_F(TomlReader, a_key_nobody_reads_is_an_error_with_its_place) {
  TomlTable t = parse("alpha = 1\n  alhpa = 2\n");
  t.integer("alpha", 0, 5);
  EXPECT_EQ(message([&] { t.finish("key"); }), ":2:3: unknown key 'alhpa'; did you mean 'alpha'?");
}

TEST_F(TomlReader, a_misspelled_required_key_is_named) {
  TomlTable t = parse("alhpa = 2\n");
  EXPECT_EQ(message([&] { t.integer("alpha", 0, 5); }),
            ":1:1: unknown key 'alhpa'; did you mean 'alpha'?");
}

TEST_F(TomlReader, a_misspelled_table_is_named) {
  TomlTable t = parse("[netwrok]\nx = 1\n");
  EXPECT_EQ(message([&] { t.table("network"); }),
            ":1:2: unknown key 'netwrok'; did you mean 'network'?");
}

TEST_F(TomlReader, ranges_include_their_ends_and_never_nan) {
  TomlTable t = parse("a = 0.0\nb = 1.0\nc = nan\nd = 1.0000001\n");
  EXPECT_EQ(t.real("a", 0.0, 1.0), 0.0);
  EXPECT_EQ(t.real("b", 0.0, 1.0), 1.0);
  EXPECT_NE(message([&] { t.real("c", 0.0, 1.0); }), "no error");
  EXPECT_NE(message([&] { t.real("d", 0.0, 1.0); }), "no error");
}

TEST_F(TomlReader, items_of_arrays_are_placed) {
  TomlTable t = parse("l = [1,\n  2, 'x']\n");
  EXPECT_EQ(message([&] { t.reals("l", 0.0, 5.0); }), ":2:6: 'l' must be a number, not a string");
}

TEST_F(TomlReader, parameters_follow_their_declaration) {
  constexpr ParamInfo kInfos[] = {
      {"gain", "1", 1.0, 0.0, 2.0, "Gain.", "test"},
      {"mode", "1", 0, 0, 1, "Mode.", "test", ParamType::choice, "fast|slow"},
      {"bits", "bit", 8, 1, 16, "Bits.", "test", ParamType::integer}};
  ParamValues values = ParamValues::defaults(kInfos);
  TomlTable t = parse("mode = 'slow'\ngain = 1.5\n");
  t.parameters(values);
  EXPECT_EQ(values.values, (std::vector<double>{1.5, 1.0, 8.0}));
  EXPECT_EQ(message([&] { parse("mode = 'slwo'").parameters(values); }),
            ":1:8: 'mode' = 'slwo' is not a choice; did you mean 'slow'?");
  EXPECT_EQ(message([&] { parse("bits = 2.5").parameters(values); }),
            ":1:8: 'bits' = 2.5 must be a whole number; allowed: 1 to 16");
}

TEST_F(TomlReader, integers_of_any_size_are_numbers) {
  TomlTable t = parse("a = 1152921504606846976\nb = 9223372036854775807\n");
  EXPECT_EQ(t.real("a", 0.0, 1e30), 1152921504606846976.0);
  EXPECT_NE(message([&] { t.real("b", 0.0, 1e3); }).find("is out of range"), std::string::npos);
}

TEST_F(TomlReader, scalars_are_texts_with_type_and_place) {
  const std::vector<TomlScalar> items = parse("l = [1, 2.50,\n  true, 'x', 1e22]").scalars("l");
  ASSERT_EQ(items.size(), 5u);
  const std::vector<std::string> texts{"1", "2.5", "true", "x", "1e+22"};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(items[i].text, texts[i]);
  EXPECT_EQ(items[1].type, TomlScalar::Type::number);
  EXPECT_EQ(items[2].type, TomlScalar::Type::boolean);
  EXPECT_EQ(items[3].type, TomlScalar::Type::string);
  EXPECT_EQ(items[3].place, path_ + ":2:9");
  EXPECT_EQ(message([&] { parse("l = [[1]]").scalars("l"); }),
            ":1:6: 'l' must be numbers, booleans or strings, not an array");
}

TEST_F(TomlReader, arrays_of_tables_are_tables_in_order) {
  TomlTable t = parse("[[a]]\nx = 1\n[[a]]\nx = 2\n[b]\n");
  std::vector<TomlTable> tables = t.tables("a");
  ASSERT_EQ(tables.size(), 2u);
  EXPECT_EQ(tables[0].integer("x", 0, 9), 1);
  EXPECT_EQ(tables[1].integer("x", 0, 9), 2);
  EXPECT_EQ(tables[1].place(), path_ + ":3:1");
  EXPECT_EQ(message([&] { t.tables("b"); }), ":5:1: 'b' must be an array of tables, not a table");
  EXPECT_EQ(message([&] { parse("a = [{}, 3]").tables("a"); }),
            ":1:10: 'a' must be an array of tables, not an integer");
}

}  // namespace

}  // namespace imcbench
