// Inside of the crypto module only: libsodium, initialised.
#pragma once

namespace cloister::crypto::sodium {

/// Call before anything of libsodium. Cheap after the first time; thread safe. Ends the process when
/// libsodium does not start.
void ready();

}  // namespace cloister::crypto::sodium
