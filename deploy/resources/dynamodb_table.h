// AWS::DynamoDB::Table, for the other type of table that is made like it.
#pragma once

#include "deploy/resources/resource_type.h"

namespace tombola::deploy {

Made create_table(const ResourceContext& context, const Json& properties);
Made update_table(const ResourceContext& context, const ResourceType::Update& update);
void delete_table(const ResourceContext& context, const Made& made, const Json& properties);

}  // namespace tombola::deploy
