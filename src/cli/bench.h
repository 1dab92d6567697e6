// The measurements of `cloister bench`. Each prints one JSON object to stdout.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>

#include "cli/bench_server.h"

namespace cloister::cli {

struct IdleBench {
  std::size_t connections = 1000;
  /// Rest before memory is read.
  double settle_s = 5;
};
struct ChatBench {
  std::size_t conversations = 100;
  double seconds = 10;
  double warm_up_s = 1;
  /// Messages per second over all conversations; 0: each conversation has `under_way` messages under way at all times.
  double rate = 0;
  std::size_t under_way = 1;
  std::size_t text_bytes = 256;
  /// Messages sealed before the clock starts, over all conversations; 0: a guess.
  std::size_t prepare = 0;
  /// Delivered marks, coalesced as the browser does; without them only to see what they cost.
  bool marks = true;
};
struct ConnectBench {
  double seconds = 5;
  std::size_t at_a_time = 64;
};

Result<boost::json::object> bench_idle(const BenchServerOptions& server, const IdleBench& what);
Result<boost::json::object> bench_chat(const BenchServerOptions& server, const ChatBench& what);
Result<boost::json::object> bench_connect(const BenchServerOptions& server, const ConnectBench& what);

}  // namespace cloister::cli
