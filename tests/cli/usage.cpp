#include "cli/usage.h"

#include <catch2/catch.hpp>

using namespace tombola::cli;

namespace {

std::string text_of(const std::string& argument, const std::string& given = "") {
  return unexpected_text(argument, given,
                         {{"", {"--help", "--version"}},
                          {"serve", {"--help", "--port", "--in-memory"}},
                          {"idle", {"--help", "--timeout"}}});
}

}  // namespace

TEST_CASE("a command or flag that was mistyped is told with what was meant") {
  CHECK(text_of("sevre") == "there is no command 'sevre' (did you mean serve?)");
  CHECK(text_of("start") == "there is no command 'start'");
  CHECK(text_of("--verison") == "there is no flag --verison (did you mean --version?)");
  CHECK(text_of("-v") == "there is no flag -v");
  CHECK(text_of("--in-memroy", "serve") ==
        "serve has no flag --in-memroy (did you mean --in-memory?)");
  CHECK(text_of("--prot=8000", "serve") == "serve has no flag --prot (did you mean --port?)");
  CHECK(text_of("--region", "serve") == "serve has no flag --region");
  CHECK(text_of("extra", "serve") == "serve does not take 'extra'");
}

TEST_CASE("a flag before its command is told where it belongs") {
  CHECK(text_of("--port") == "--port belongs behind a command: tombola serve --port");
  CHECK(text_of("--timeout=3") == "--timeout belongs behind a command: tombola idle --timeout");
}

TEST_CASE("what is too far away was not meant") {
  CHECK(nearest("dve", {"serve", "dev"}) == "dev");
  CHECK(nearest("x", {"serve", "dev", "why"}).empty());
  CHECK(nearest("help", {"serve", "dev", "replay", "why"}).empty());
  CHECK(nearest("invocation", {"idle", "invocations"}) == "invocations");
  CHECK(nearest("", {"dev"}).empty());
}
