// What nearly every file that works with stored rows includes. Only an accelerator, like
// precompiled.h: each file still includes what it uses.
#pragma once

#include "cmake/precompiled.h"

#include "storage/catalog.h"
#include "storage/clock.h"
#include "storage/transaction_runner.h"
