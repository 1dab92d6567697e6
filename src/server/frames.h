// Binary frames of the conversation socket: one byte FrameType, then the structure (docs/protocol.md section 6).
#pragma once

#include "protocol/gen/wire.h"

namespace cloister::server {

template <class T>
Bytes frame_of(protocol::FrameType type, const T& value) {
  protocol::Encoder out;
  out.u8(static_cast<std::uint8_t>(type));
  write(out, value);
  return out.take();
}

}  // namespace cloister::server
