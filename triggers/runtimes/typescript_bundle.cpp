// The folder of a handler's bundles (<work>/bundles/<function>-<hash of path>/):
//
//   bundle-<hex>.cjs | .mjs   one file per build: what an environment reads is never half written
//   manifest.json             {"recipe": how it was built, "bundle": which file is current,
//                              "inputs": [[path, modified_ns, size_bytes, inode], ...]}
//
// A build is used again when the recipe is the same and every input, those of packages included,
// looks as it did.
#include "triggers/runtimes/typescript_bundle.h"

#include <ctime>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dynamodb/limits.h"
#include "triggers/runtimes/function_error.h"
#include "triggers/runtimes/identifiers.h"
#include "triggers/runtimes/interpreter.h"

namespace tombola::triggers {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr const char* manifest_name = "manifest.json";

json read_json(const fs::path& path) {
  std::ifstream file(path);
  return json::parse(file, nullptr, false);  // "discarded" when it is no JSON
}

json inputs_of(const json& metafile) {
  return metafile.is_object() ? metafile.value("inputs", json::object()) : json::object();
}

// The clock that file times are taken from.
std::int64_t file_time_now_ns() {
  timespec now{};
  clock_gettime(CLOCK_REALTIME_COARSE, &now);
  constexpr std::int64_t nanoseconds = 1'000'000'000;
  return now.tv_sec * nanoseconds + now.tv_nsec;
}

bool in_package(const std::string& path) {
  return path.find("/node_modules/") != path.npos;
}

std::vector<std::string> esbuild_arguments(const std::string& esbuild,
                                           const std::string& handler_file,
                                           const std::string& draft) {
  std::vector<std::string> arguments = {esbuild,
                                        handler_file,
                                        "--bundle",
                                        "--platform=node",
                                        "--target=node18",
                                        "--sourcemap=inline",
                                        "--sources-content=false",
                                        "--color=false",
                                        "--log-level=error",
                                        "--log-limit=20",
                                        "--outfile=" + draft,
                                        "--metafile=" + draft + ".json"};
  if (is_es_module(handler_file)) {
    arguments.push_back("--format=esm");
    // CommonJS packages inside an ES module still call require() for Node's own modules.
    arguments.push_back(
        "--banner:js=import{createRequire as __tombolaRequire}from'node:module';"
        "globalThis.require||=__tombolaRequire(import.meta.url);");
  } else {
    arguments.push_back("--format=cjs");
  }
  return arguments;
}

std::string recipe_of(const std::string& esbuild, const std::string& handler_file) {
  std::string recipe = TOMBOLA_VERSION;
  for (const std::string& argument : esbuild_arguments(esbuild, handler_file, "")) {
    recipe += ' ' + argument;
  }
  return recipe;
}

std::string folder_name(const Function& function) {
  return fmt::format("{}-{:016x}", function.name, std::hash<std::string>{}(function.file));
}

}  // namespace

bool is_es_module(const fs::path& handler_file) {
  const std::string extension = handler_file.extension().string();
  if (extension == ".mts") return true;
  if (extension == ".cts") return false;
  for (fs::path folder = handler_file.parent_path();; folder = folder.parent_path()) {
    std::error_code ignored;
    if (fs::is_regular_file(folder / "package.json", ignored)) {
      const json package = read_json(folder / "package.json");
      return package.is_object() && package.value("type", json()) == "module";
    }
    if (!folder.has_relative_path()) return false;
  }
}

TypescriptBundle::TypescriptBundle(const Function& function, RuntimeContext& context)
    : function_(function),
      context_(context),
      directory_((fs::path(context.bundle_directory()) / folder_name(function)).string()) {}

void TypescriptBundle::prepare(std::function<void(Prepared)> done) {
  if (!stamp_of(function_.file).exists()) {
    return done(Missing{fmt::format("the handler's file {} does not exist", function_.file)});
  }
  const auto esbuild = context_.esbuild_for(function_.file);
  if (!esbuild) return done(Missing{no_esbuild_reason(function_.file)});
  esbuild_ = *esbuild;
  if (reuse()) return done(Ready{bundle_});
  done_ = std::move(done);
  build(esbuild_);
}

bool TypescriptBundle::reuse() try {
  const json manifest = read_json(fs::path(directory_) / manifest_name);
  if (!manifest.is_object() || manifest.at("recipe") != recipe_of(esbuild_, function_.file)) {
    return false;
  }
  SourceFiles sources;
  SourceFiles packages;
  for (const json& input : manifest.at("inputs")) {
    const std::string path = input.at(0);
    (in_package(path) ? packages : sources)
        .add(path, {input.at(1).get<std::int64_t>(), input.at(2).get<std::int64_t>(),
                    input.at(3).get<std::int64_t>()});
  }
  const fs::path bundle = fs::path(directory_) / manifest.at("bundle").get<std::string>();
  if (!stamp_of(bundle.string()).exists() || sources.changed() || packages.changed()) return false;
  bundle_ = bundle.string();
  sources_ = std::move(sources);
  sources_.add(bundle_, stamp_of(bundle_));
  return true;
} catch (const json::exception&) {
  return false;  // not a manifest of ours
}

void TypescriptBundle::build(const std::string& esbuild) {
  const char* extension = is_es_module(function_.file) ? "mjs" : "cjs";
  draft_ = fmt::format("{}/bundle-{}.{}", directory_, random_hex(12), extension);
  output_.clear();
  output_bytes_ = 0;
  over_limit_ = false;
  started_ns_ = file_time_now_ns();
  ChildProcess::Command command;
  command.arguments = esbuild_arguments(esbuild, function_.file, draft_);
  command.environment = {{"PATH", context_.options().search_path}, {"HOME", context_.home()}};
  // What the project does not have itself: @aws-sdk/* is part of Lambda's runtime.
  command.environment["NODE_PATH"] = context_.packages();
  command.directory = fs::path(function_.file).parent_path().string();
  try {
    fs::create_directories(directory_);
    process_ = std::make_shared<ChildProcess>(
        context_.loop(), command,
        [this](std::string_view line) {
          output_bytes_ += line.size();
          if (output_bytes_ <= limits::tool_output_bytes_max) output_.emplace_back(line);
        },
        [this](ChildProcess::Exit exit) { esbuild_ended(exit); });
  } catch (const std::system_error& error) {
    return finish(Missing{fmt::format("esbuild cannot be started: {}", error.what())});
  }
  limit_ = context_.loop().schedule(context_.options().bundle_limit, [this] {
    over_limit_ = true;
    process_->kill();
  });
}

void TypescriptBundle::end() {
  limit_.cancel();
  if (process_) process_->end();
  done_ = nullptr;
}

void TypescriptBundle::esbuild_ended(ChildProcess::Exit exit) {
  limit_.cancel();
  // Not destroyed within its own callback.
  context_.loop().post([ended = std::exchange(process_, nullptr)] {});
  finish(exit.status == 0 ? take_result() : explain_failure());
}

void TypescriptBundle::finish(Prepared prepared) {
  const auto done = std::exchange(done_, nullptr);
  done(std::move(prepared));
}

// The build is good: its inputs are noted, earlier bundles go.
HandlerCode::Prepared TypescriptBundle::take_result() {
  const json built_from = inputs_of(read_json(draft_ + ".json"));
  json inputs = json::array();
  SourceFiles sources;
  const std::int64_t ended_ns = file_time_now_ns();
  const fs::path folder = fs::path(function_.file).parent_path();
  for (const auto& [name, details] : built_from.items()) {
    const std::string path = (folder / name).lexically_normal().string();
    FileStamp stamp = stamp_of(path);
    if (!stamp.exists()) continue;  // esbuild's own, such as "(disabled):crypto"
    // Changed while esbuild ran: nobody knows which text it has read. Not to be mistaken for
    // current. (A time to come only tells of a clock that was wrong.)
    if (stamp.modified_ns > started_ns_ && stamp.modified_ns <= ended_ns) stamp = {};
    if (!in_package(path)) sources.add(path, stamp);
    inputs.push_back({path, stamp.modified_ns, stamp.size_bytes, stamp.inode});
  }

  const json manifest = {{"recipe", recipe_of(esbuild_, function_.file)},
                         {"bundle", fs::path(draft_).filename().string()},
                         {"inputs", std::move(inputs)}};
  const std::string manifest_path = (fs::path(directory_) / manifest_name).string();
  std::ofstream(manifest_path + ".new")
      << manifest.dump(-1, ' ', false, json::error_handler_t::replace);
  std::error_code ignored;
  fs::rename(manifest_path + ".new", manifest_path, ignored);
  const std::string previous = std::exchange(bundle_, draft_);
  if (previous != bundle_) fs::remove(previous, ignored);
  fs::remove(bundle_ + ".json", ignored);
  remove_leftovers();
  sources_ = std::move(sources);
  sources_.add(bundle_, stamp_of(bundle_));  // who empties the work directory gets a new one
  return Ready{bundle_};
}

// What a server that was killed has left. Not what another runtime of the same handler may be
// writing.
void TypescriptBundle::remove_leftovers() const {
  std::error_code ignored;
  const auto newest = fs::file_time_type::clock::now() - 2 * context_.options().bundle_limit;
  for (const auto& entry : fs::directory_iterator(directory_, ignored)) {
    const bool current = entry.path() == bundle_ || entry.path().filename() == manifest_name;
    if (!current && entry.last_write_time(ignored) < newest) fs::remove(entry.path(), ignored);
  }
}

// esbuild tells an error on one line and its place on a later one:
//
//   X [ERROR] Could not resolve "left-pad"
//
//       handler.ts:1:20:
HandlerCode::Prepared TypescriptBundle::explain_failure() const {
  if (over_limit_) {
    const std::string text =
        fmt::format("esbuild took longer than {} ms", context_.options().bundle_limit.count());
    return Broken{error_object("Runtime.ImportModuleError", text), {text}};
  }
  constexpr std::string_view mark = "[ERROR] ";
  std::string message;
  std::string place;
  for (const std::string& line : output_) {
    const std::size_t at = line.find(mark);
    if (message.empty() && at != line.npos) {
      message = line.substr(at + mark.size());
    } else if (!message.empty() && place.empty() && line.substr(0, 4) == "    " &&
               line.back() == ':') {
      place = line.substr(4) + ' ';
    }
  }
  if (message.empty()) message = output_.empty() ? "esbuild failed" : output_.front();
  const bool unresolved = message.find("Could not resolve") != message.npos;
  const char* type = unresolved ? "Runtime.ImportModuleError" : "Runtime.UserCodeSyntaxError";
  return Broken{error_object(type, place + message, output_), output_};
}

}  // namespace tombola::triggers
