// A cloud assembly, the folder that `cdk synth` writes: cdk.out.
// https://docs.aws.amazon.com/cdk/v2/guide/deploy.html#deploy-how-synth-assemblies
#pragma once

#include <filesystem>

#include "deploy/project/project.h"

namespace tombola::deploy {

// Nested assemblies (those of stages) included. Functions whose code is an asset run in place: from
// the TypeScript file that was bundled where that can be found, else from the asset's folder.
// Throws ProjectError.
// `run`: with Bundles a function whose source could be found runs from the asset's folder all the same.
enum class RunFrom { Sources, Bundles };
Project read_cloud_assembly(const std::filesystem::path& folder, RunFrom run = RunFrom::Sources);
// What the app of the project in `app` has just written to `folder`, wherever that is. Functions whose
// code was copied from a folder of the project run there.
Project read_synthesised_app(const std::filesystem::path& folder, const std::filesystem::path& app,
                             RunFrom run = RunFrom::Sources);

}  // namespace tombola::deploy
