// Auth of AWS::Serverless::Api and HttpApi: authorizers as resources, and what methods and routes say of
// them. Pure.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-apiauth.html
#pragma once

#include <string>

#include "deploy/template/sam/sam_resources.h"

namespace tombola::deploy::sam {

// Of the API's own Auth.
void add_authorizers(Resources& resources, const std::string& api_id, const Json& auth,
                     bool is_http);

// AuthorizationType, AuthorizerId and the like of a method or route whose event has `own` for its Auth.
Json rest_authorization(const std::string& api_id, const Json& auth, const Json& own);
Json http_authorization(const std::string& api_id, const Json& auth, const Json& own);

}  // namespace tombola::deploy::sam
