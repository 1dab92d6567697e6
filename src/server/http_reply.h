// How the server answers: JSON, problems (RFC 9457), and the headers that every answer carries.
#pragma once

#include <string>

#include "base/result.h"
#include "net/http_message.h"

namespace cloister::server {

/// 200 with a JSON body that must not be cached.
net::Response json_reply(std::string json);
/// The numbered error as application/problem+json. `error.detail` stays in the server.
net::Response problem_reply(const Error& error);
/// Strict-Transport-Security, X-Content-Type-Options, Referrer-Policy, Permissions-Policy: on every answer.
void add_common_headers(net::Response& response);

}  // namespace cloister::server
