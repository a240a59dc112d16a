// Catch2 is most of what a test file compiles.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <vector>
