#include "triggers/nudges.h"

#include <catch2/catch.hpp>

using tombola::triggers::Nudges;

TEST_CASE("the first mark that is listened to wakes, the next ones are noticed with it") {
  Nudges nudges;
  nudges.listen_to(Nudges::of_stream(1) | Nudges::of_stream(2));
  CHECK(nudges.raise(Nudges::of_stream(1)));
  CHECK_FALSE(nudges.raise(Nudges::of_stream(1)));
  CHECK_FALSE(nudges.raise(Nudges::of_stream(2)));
  CHECK_FALSE(nudges.raise(Nudges::catalog_changed));
  CHECK(nudges.take() == (Nudges::of_stream(1) | Nudges::of_stream(2) | Nudges::catalog_changed));
  CHECK(nudges.take() == 0);
  CHECK(nudges.raise(Nudges::of_stream(2)));
}

TEST_CASE("a stream that nobody listens to wakes nobody and hides no other mark") {
  Nudges nudges;
  CHECK_FALSE(nudges.raise(Nudges::of_stream(1)));
  CHECK(nudges.raise(Nudges::clock_changed));
  CHECK((nudges.take() & Nudges::clock_changed) != 0);

  CHECK_FALSE(nudges.raise(Nudges::of_stream(1)));
  nudges.listen_to(Nudges::of_stream(2));
  CHECK(nudges.raise(Nudges::of_stream(2)));
}

TEST_CASE("a mark raised before anyone listened is there at the next take") {
  Nudges nudges;
  CHECK_FALSE(nudges.raise(Nudges::of_stream(1)));
  nudges.listen_to(Nudges::of_stream(1));
  CHECK(nudges.take() == Nudges::of_stream(1));
  nudges.listen_to(0);
  CHECK_FALSE(nudges.raise(Nudges::of_stream(1)));
}

TEST_CASE("changes of catalog, mappings and clock are always listened to") {
  for (Nudges::Marks mark :
       {Nudges::catalog_changed, Nudges::mappings_changed, Nudges::clock_changed}) {
    Nudges nudges;
    CHECK(nudges.raise(mark));
    nudges.take();
    nudges.listen_to(Nudges::of_stream(3));
    CHECK(nudges.raise(mark));
  }
}

TEST_CASE("streams share the marks that are theirs alone") {
  for (std::uint64_t stream = 0; stream < 100; ++stream) {
    const Nudges::Marks mark = Nudges::of_stream(stream);
    CHECK(mark != 0);
    CHECK((mark & (Nudges::catalog_changed | Nudges::mappings_changed | Nudges::clock_changed)) ==
          0);
  }
}
