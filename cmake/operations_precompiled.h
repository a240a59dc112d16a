// What every operation includes. Only an accelerator, like precompiled.h: each file still
// includes what it uses.
#pragma once

#include "cmake/precompiled.h"

#include "operations/operation.h"
#include "operations/operation_context.h"
#include "operations/request.h"
#include "services/service_error.h"
#include "services/services.h"
