// Every limit of the transport, by name: sizes in bytes, times in milliseconds, counts without unit.
//
// The constants are the defaults; `Limits` carries the values a server actually uses, so that tests and
// operators can tighten them. Nothing in this module grows without one of these.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/clock.h"
#include "core/network_limits.h"

namespace cloister::net {

// --- HTTP
// -----------------------------------------------------------------------------------------------------------
/// Request line and header fields together.
inline constexpr std::size_t kMaxHeaderBytes = 8 * 1024;
inline constexpr std::size_t kMaxHeaderCount = 64;
/// RFC 9110 section 4.1 recommends to support 8000 octets; the product's own routes stay far below this.
inline constexpr std::size_t kMaxTargetBytes = 2 * 1024;
inline constexpr std::size_t kMaxBodyBytes = 1024 * 1024;
/// Size line and extensions of one chunk (RFC 9112 section 7.1.1), and trailers, which are read and thrown
/// away.
inline constexpr std::size_t kMaxChunkHeaderBytes = 1024;
/// Unfinished requests of all connections together; beyond it new bodies are answered 503.
inline constexpr std::size_t kMaxHeldBytes = 128 * 1024 * 1024;
static_assert(kMaxHeldBytes >= 8 * core::NetworkLimits{}.body_bytes, "no network alone leaves others without room");
/// Requests on one connection before it is closed, so that no client stays on old keys and limits for ever.
inline constexpr std::uint32_t kMaxRequestsPerConnection = 1000;

// --- WebSocket
// ------------------------------------------------------------------------------------------------------
/// One message, all fragments together.
inline constexpr std::size_t kMaxMessageBytes = 256 * 1024;
/// The same until `WebSocket::mark_proven`: strangers get little room.
inline constexpr std::size_t kMaxUnprovenMessageBytes = 16 * 1024;
/// RFC 6455 section 5.5.
inline constexpr std::size_t kMaxControlPayloadBytes = 125;
/// What may wait for a reader that does not read; beyond it the connection is dropped.
inline constexpr std::size_t kMaxQueuedBytes = 1024 * 1024;
/// Whoever queues more than this in one turn is told when all of it is sent, also if the kernel takes it at once.
inline constexpr std::size_t kDrainNoticeBytes = 64 * 1024;

// --- Times
// ----------------------------------------------------------------------------------------------------------
/// From accept to the end of the TLS handshake and the end of the first request.
inline constexpr DurationMs kHandshakeMs = 8 * kSecondMs;
/// From the first byte of a later request to its end.
inline constexpr DurationMs kRequestMs = 20 * kSecondMs;
/// Between two requests of a kept-alive connection.
inline constexpr DurationMs kKeepAliveMs = 30 * kSecondMs;
/// How long a handler may think before the connection is given up.
inline constexpr DurationMs kAnswerMs = 60 * kSecondMs;
/// A response or message of which nothing could be written for this long belongs to a dead reader.
inline constexpr DurationMs kWriteStallMs = 20 * kSecondMs;
/// Silence on a WebSocket before a ping is sent.
inline constexpr DurationMs kPingAfterMs = 25 * kSecondMs;
/// Silence after that ping before the connection is given up.
inline constexpr DurationMs kPongWithinMs = 15 * kSecondMs;
/// From our close frame to the peer's.
inline constexpr DurationMs kCloseMs = 3 * kSecondMs;
/// How long a closing connection is still read, so that the last answer is not lost to a reset
/// (RFC 9112 section 9.6).
inline constexpr DurationMs kLingerMs = 1 * kSecondMs;
inline constexpr std::size_t kMaxLingerBytes = 1024 * 1024;
/// Whole of a graceful shutdown.
inline constexpr DurationMs kShutdownMs = 5 * kSecondMs;

// --- Connections
// ----------------------------------------------------------------------------------------------------
inline constexpr std::size_t kMaxConnections = 50'000;
/// Connections without a completed first request, or upgraded without `WebSocket::mark_proven()`.
inline constexpr std::size_t kMaxUnproven = 2'000;
static_assert(kMaxUnproven >= 10 * core::NetworkLimits{}.unproven, "no network alone keeps others from connecting");
inline constexpr int kListenBacklog = 1024;
/// Accepted in a row before other work gets its turn.
inline constexpr int kMaxAcceptsPerTurn = 64;
/// Pause of accepting when the process has no descriptors left.
inline constexpr DurationMs kAcceptPauseMs = 500;

// --- TLS
// ------------------------------------------------------------------------------------------------------------
/// Ticket keys are replaced this often; the two before still open tickets, so a ticket lives two to three
/// periods.
inline constexpr DurationMs kTicketKeyPeriodMs = 2 * kHourMs;
inline constexpr std::size_t kTicketKeysKept = 3;
inline constexpr long kTicketLifetimeSeconds = 4 * 3600;

// --- Redirect
// -------------------------------------------------------------------------------------------------------
inline constexpr std::size_t kMaxRedirectConnections = 64;
inline constexpr DurationMs kRedirectMs = 5 * kSecondMs;

/// What one parser of requests allows.
struct HttpLimits {
  std::size_t header_bytes = kMaxHeaderBytes;
  std::size_t header_count = kMaxHeaderCount;
  std::size_t target_bytes = kMaxTargetBytes;
  std::size_t body_bytes = kMaxBodyBytes;
};

/// What one server allows.
struct Limits {
  HttpLimits http;
  std::uint32_t requests_per_connection = kMaxRequestsPerConnection;
  std::size_t held_bytes = kMaxHeldBytes;
  /// Of `held_bytes`, `unproven`: what one network may have of them (core/network_quota.h); 0 for no limit.
  std::size_t held_bytes_per_network = core::NetworkLimits{}.body_bytes;
  std::size_t unproven_per_network = core::NetworkLimits{}.unproven;
  std::size_t message_bytes = kMaxMessageBytes;
  std::size_t unproven_message_bytes = kMaxUnprovenMessageBytes;
  std::size_t queued_bytes = kMaxQueuedBytes;
  std::size_t connections = kMaxConnections;
  std::size_t unproven = kMaxUnproven;
  DurationMs handshake_ms = kHandshakeMs;
  DurationMs request_ms = kRequestMs;
  DurationMs keep_alive_ms = kKeepAliveMs;
  DurationMs answer_ms = kAnswerMs;
  DurationMs write_stall_ms = kWriteStallMs;
  DurationMs ping_after_ms = kPingAfterMs;
  DurationMs pong_within_ms = kPongWithinMs;
  DurationMs close_ms = kCloseMs;
  DurationMs linger_ms = kLingerMs;
  DurationMs shutdown_ms = kShutdownMs;
};

}  // namespace cloister::net
