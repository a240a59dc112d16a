// Catch2 is most of what a test file compiles.
#pragma once

#include "cmake/precompiled.h"

#include <catch2/catch.hpp>
