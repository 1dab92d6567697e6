// Memory of connections on which nothing happens: each an authenticated conversation socket with a session, a
// conversation and a customer of its own.
#include <memory>

#include "cli/bench.h"
#include "cli/bench_site.h"
#include "cli/process_cost.h"

namespace cloister::cli {

Result<boost::json::object> bench_idle(const BenchServerOptions& server_options, const IdleBench& what) {
  CLOISTER_TRY(const auto server, BenchServer::open(server_options));
  CLOISTER_TRY(const auto loop, net::EventLoop::create());
  std::vector<std::unique_ptr<BenchParty>> parties;
  BenchSite site(*loop, *server);
  CLOISTER_CHECK(site.open_staff(server_options, 0));
  site.run_for(500);

  const auto rest = static_cast<DurationMs>(what.settle_s * 1000);
  const ProcessCost before = cost_of(server->pid());
  const std::int64_t kernel_before = kernel_kib();
  const TimeMs start_ms = steady_clock_ms();
  std::size_t under_way = 0;
  std::size_t failed = 0;
  std::string problem;
  const auto online = [&] {
    return static_cast<std::size_t>(std::ranges::count_if(parties, [](const auto& party) { return party->online(); }));
  };
  while (parties.size() < what.connections || under_way > 0) {
    while (under_way < kAtATime && parties.size() < what.connections && failed == 0) {
      ++under_way;
      parties.push_back(std::make_unique<BenchParty>());
      site.start_customer(*parties.back(), [&](const Status& status) {
        --under_way;
        if (status) return;
        ++failed;
        problem = std::string(info_of(status.error().code).name) + " " + status.error().detail;
      });
    }
    if (failed > 0 && under_way == 0) break;
    loop->run_once(20);
  }
  const Status all = failed > 0 ? Status() : site.run_until([&] { return online() == parties.size(); }, online);
  const double connect_s = static_cast<double>(steady_clock_ms() - start_ms) / 1000;
  const ProcessCost connected = cost_of(server->pid());
  site.close_idle();
  site.run_for(rest);

  const ProcessCost after = cost_of(server->pid());
  const std::size_t count = online();
  const auto per_connection = [&](std::int64_t kib) { return static_cast<double>(kib) / static_cast<double>(count); };
  boost::json::object out;
  out["bench"] = "idle";
  out["connections"] = count;
  out["wanted"] = what.connections;
  out["connect_s"] = connect_s;
  out["connect_cpu_us_per_connection"] = (connected.cpu_s - before.cpu_s) * 1e6 / static_cast<double>(count);
  out["rss_kib_per_connection"] = per_connection(after.resident_kib - before.resident_kib);
  out["anonymous_kib_per_connection"] = per_connection(after.anonymous_kib - before.anonymous_kib);
  out["kernel_kib_per_connection"] = per_connection(kernel_kib() - kernel_before);
  out["kernel_how"] = "growth of Slab (/proc/meminfo) and TCP mem (/proc/net/sockstat) on the whole machine: both ends";
  out["rss_before_mib"] = static_cast<double>(before.resident_kib) / 1024;
  out["rss_after_mib"] = static_cast<double>(after.resident_kib) / 1024;
  out["settle_s"] = what.settle_s;
  out["pinned"] = server->pinned();
  if (failed > 0 || !all) out["problem"] = failed > 0 ? problem : all.error().detail;
  return out;
}

}  // namespace cloister::cli
