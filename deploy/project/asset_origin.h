// The folder that an asset was copied from. A CDK app copies the code of its functions into the cloud
// assembly, and nothing in there says where it was; but the copy and its origin are alike.
#pragma once

#include <filesystem>
#include <optional>

namespace tombola::deploy {

// The one folder of the project in `app` that has all files of the asset, the same bytes in each. None:
// there is no such folder, or several.
std::optional<std::filesystem::path> origin_of_asset(const std::filesystem::path& asset,
                                                     const std::filesystem::path& app);

}  // namespace tombola::deploy
