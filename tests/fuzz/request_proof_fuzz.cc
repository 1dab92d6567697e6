// The header Cloister-Proof: what parses has one written form, and nobody's key has signed it.
#include "base/bytes.h"
#include "base/random.h"
#include "core/request_proof.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cloister;
  const std::string_view header = as_text({data, size});
  const auto proof = protocol::parse_request_proof(header);
  if (!proof) return 0;
  if (protocol::format_request_proof(*proof) != header) __builtin_trap();
  static core::ReplayCache cache(system_random());
  const core::ProvenRequest request{"GET", "/v1/site", {}};
  if (core::verify_request_proof(*proof, core::ProofOwner{}, {}, request, proof->time_ms, cache)) __builtin_trap();
  if (cache.size() != 0) __builtin_trap();
  return 0;
}
