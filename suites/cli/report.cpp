// SPDX-License-Identifier: Apache-2.0
// imcbench report FILE
#include <fmt/format.h>

#include "kernels/core/check.h"
#include "suites/cli/command.h"
#include "suites/report/analysis_page.h"
#include "suites/report/text.h"

namespace imcbench {

namespace {

struct ReportArguments {
  std::string file, html;
  std::vector<std::string> claims;
  bool json = false;
  ReportOptions options;
};

int report(ReportArguments& a) {
  const double confidence = a.options.confidence;
  if (!(confidence > 0.5 && confidence < 1.0)) {
    input_error("--confidence {} is out of range; allowed: above 0.5, below 1", confidence);
  }
  for (const std::string& claim : a.claims) a.options.claims.push_back(parse_claim(claim));
  if (!a.html.empty()) {
    const int code = write_analysis_page(a.file, a.html);
    if (code == kExitDone) fmt::print("{}\n", a.html);
    return code;
  }
  const ResultFile result = read_result(a.file);
  fmt::print("{}", a.json ? report_json(result, a.options).dump(2) + "\n"
                          : report_text(result, a.options));
  return kExitDone;
}

}  // namespace

Action setup_report(CLI::App& app) {
  auto a = std::make_shared<ReportArguments>();
  app.add_option("file", a->file, "result file")->required();
  CLI::Option* json = app.add_flag("--json", a->json, "print JSON");
  CLI::Option* html =
      app.add_option("--html", a->html, "write a page with pictures instead; needs Python")
          ->excludes(json);
  app.add_option("--claim", a->claims,
                 "judge \"99% of chips above 90%\" (or 0.99:0.90); may be repeated")
      ->expected(1)
      ->take_all()
      ->excludes(html);
  app.add_option("--confidence", a->options.confidence, "of the claims (default: 0.95)");
  app.add_flag("--all-times", a->options.all_times,
               "compare and judge claims at all times, not only the last")
      ->excludes(html);
  return [a](const CommandContext&) { return report(*a); };
}

}  // namespace imcbench
