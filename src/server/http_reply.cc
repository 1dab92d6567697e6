#include "server/http_reply.h"

#include <fmt/format.h>

#include "protocol/gen/messages.h"

namespace cloister::server {

void add_common_headers(net::Response& response) {
  // RFC 6797 section 6.1; two years, as browsers' preload lists ask.
  response.with("strict-transport-security", "max-age=63072000; includeSubDomains")
      .with("x-content-type-options", "nosniff")
      .with("referrer-policy", "no-referrer")
      .with("permissions-policy",
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), "
            "publickey-credentials-create=(self), publickey-credentials-get=(self)");
}

net::Response json_reply(std::string json) {
  net::Response response;
  response.with("content-type", "application/json")
      .with("cache-control", "no-store")
      .with("cross-origin-resource-policy", "same-origin")
      .with("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
  add_common_headers(response);
  response.body = std::move(json);
  return response;
}

net::Response problem_reply(const Error& error) {
  const ErrorInfo& info = info_of(error.code);
  protocol::Problem problem;
  problem.type = fmt::format("urn:cloister:error:{}", info.name);
  problem.title = info.title;
  problem.status = static_cast<std::uint16_t>(info.http_status);
  problem.code = static_cast<std::uint16_t>(info.code);
  problem.name = info.name;
  net::Response response = json_reply(to_json(problem));
  response.status = info.http_status;
  for (net::Header& header : response.headers)
    if (header.name == "content-type") header.value = "application/problem+json";
  return response;
}

}  // namespace cloister::server
