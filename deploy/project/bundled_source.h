// The source file that a bundle was made of. No part of a cloud assembly names it; esbuild says in
// comments of the bundle what stems from where: "// lib/lambda/api-handler.ts".
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace tombola::deploy {

// The path in the last such comment that is no dependency's: the entry stands last. None where
// comments were taken out (minified).
std::optional<std::string> entry_named_in(std::string_view bundle);

struct BundledSource {
  std::filesystem::path root;  // that the paths of comments begin at
  std::string file;            // lib/lambda/api-handler.ts
};

// Of the bundle in `asset`, whose project is `folder` or one above it. None when there is no such
// comment or no such file, or when the app made an ES module of a file that would be none here.
std::optional<BundledSource> source_of_bundle(const std::filesystem::path& asset,
                                              const std::filesystem::path& folder);

}  // namespace tombola::deploy
