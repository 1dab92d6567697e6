#include "server/pages.h"

#include <fmt/format.h>

#include <algorithm>

#include "server/assets.h"
#include "server/http_reply.h"

namespace cloister::server {
namespace {

const Asset* asset_at(std::string_view path) {
  const auto assets = embedded_assets();
  const auto found = std::ranges::lower_bound(assets, path, {}, &Asset::path);
  return found != assets.end() && found->path == path ? &*found : nullptr;
}

/// The best form of `asset` that the client takes, with its caching headers.
net::Response serve(const Asset& asset, const net::Request& request) {
  net::Response response;
  add_common_headers(response);
  response.with("content-type", std::string(asset.content_type))
      .with("etag", std::string(asset.etag))
      .with("vary", "accept-encoding")
      .with("cache-control", asset.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (request.header("if-none-match") == asset.etag) {
    response.status = 304;
    return response;
  }
  const std::string_view accepted = request.header("accept-encoding").value_or("");
  ByteView content = asset.identity;
  if (!asset.brotli.empty() && net::list_has(accepted, "br")) {
    content = asset.brotli;
    response.with("content-encoding", "br");
  } else if (!asset.gzip.empty() && net::list_has(accepted, "gzip")) {
    content = asset.gzip;
    response.with("content-encoding", "gzip");
  }
  response.static_body = as_text(content);
  return response;
}

/// Scripts, styles and pictures. Frames of an opaque origin fetch them with CORS, so they are open to everybody; they
/// hold nothing but what is published.
std::optional<net::Response> find_static(const net::Request& request) {
  if (request.path.ends_with(".html")) return std::nullopt;
  const Asset* asset = asset_at(request.path);
  if (asset == nullptr) return std::nullopt;
  net::Response response = serve(*asset, request);
  response.with("access-control-allow-origin", "*").with("cross-origin-resource-policy", "cross-origin");
  return response;
}

std::optional<net::Response> document(std::string_view path, const net::Request& request, const std::string& policy,
                                      std::string_view resource_policy) {
  const Asset* asset = asset_at(path);
  if (asset == nullptr) return std::nullopt;
  net::Response response = serve(*asset, request);
  response.with("content-security-policy", policy)
      .with("cross-origin-opener-policy", "same-origin")
      .with("cross-origin-resource-policy", std::string(resource_policy))
      .with("origin-agent-cluster", "?1");
  return response;
}

bool fetched_as_frame(const net::Request& request) { return request.header("sec-fetch-dest") == "iframe"; }

constexpr std::string_view kStrict =
    "base-uri 'none'; form-action 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

std::string replace_all(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

/// Where the engine that reads drafts is: its name holds its hash.
std::string_view engine_path() {
  const auto assets = embedded_assets();
  const auto found = std::ranges::find_if(assets, [](const Asset& asset) { return asset.path.ends_with(".wasm"); });
  return found == assets.end() ? std::string_view("/assets/none") : found->path;
}

std::string socket_origin(const std::string& origin) { return "wss" + origin.substr(std::string_view("https").size()); }

}  // namespace

Pages::Pages(const Config& config, const SiteHosts& hosts) : hosts_(hosts), chat_origin_(config.origin_of(hosts.chat)) {
  const std::string& chat = chat_origin_;
  const std::string console = config.origin_of(hosts.console);
  std::string ancestors;
  for (const std::string& origin : hosts.embedding_origins) ancestors += " " + origin;
  if (!hosts.shop.empty()) ancestors += " " + config.origin_of(hosts.shop);
  if (ancestors.empty()) ancestors = " 'none'";

  const std::string own =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; ";
  // The engine that reads drafts is WebAssembly, which only the documents in which people write may run.
  const std::string writing = replace_all(own, "script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'");
  widget_policy_ =
      fmt::format("{}connect-src 'self' {}; frame-ancestors{}; {}", writing, socket_origin(chat), ancestors, kStrict);
  window_policy_ =
      fmt::format("{}connect-src 'self' {}; frame-ancestors 'none'; {}", writing, socket_origin(chat), kStrict);
  desk_policy_ = fmt::format("{}connect-src 'self' {}; frame-src {}/frame; frame-ancestors 'none'; {}", own,
                             socket_origin(console), console, kStrict);
  // The frame's origin is opaque: 'self' matches nothing there in WebKit, so the origin is named.
  frame_policy_ = fmt::format(
      "sandbox allow-scripts; default-src 'none'; script-src {0} 'wasm-unsafe-eval'; style-src {0}; img-src {0} data:; "
      "font-src {0}; connect-src {1}/v1/socket/conversation {0}{3}; frame-ancestors {0}; {2}",
      console, socket_origin(console), kStrict, engine_path());
  shop_policy_ = fmt::format(
      "default-src 'none'; script-src 'self' {0}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
      "frame-src {0}; frame-ancestors 'none'; {1}",
      chat, kStrict);
}

std::optional<net::Response> Pages::find(const net::Request& request, const EmbedLine& embed) const {
  const std::string host = request.host();
  if (host == hosts_.chat) return chat(request);
  if (host == hosts_.console) return console(request);
  if (!hosts_.shop.empty() && host == hosts_.shop) return shop(request, embed);
  return std::nullopt;
}

std::optional<net::Response> Pages::chat(const net::Request& request) const {
  // The widget's document answers to the embedding frame only; on its own it is the /window document.
  if (request.path == "/widget") {
    if (!fetched_as_frame(request)) return std::nullopt;
    return document("/widget/app.html", request, widget_policy_, "cross-origin");
  }
  if (request.path == "/window") return document("/widget/window.html", request, window_policy_, "same-origin");
  return find_static(request);
}

std::optional<net::Response> Pages::console(const net::Request& request) const {
  if (request.path == "/") return document("/console/desk.html", request, desk_policy_, "same-origin");
  if (request.path == "/enrol") return document("/console/enrol.html", request, desk_policy_, "same-origin");
  if (request.path == "/frame") {
    if (!fetched_as_frame(request)) return std::nullopt;
    return document("/console/frame.html", request, frame_policy_, "same-origin");
  }
  return find_static(request);
}

std::optional<net::Response> Pages::shop(const net::Request& request, const EmbedLine& embed) const {
  if (request.path == "/" || (request.path.ends_with(".html") && request.path.find("..") == std::string::npos)) {
    const std::string path = request.path == "/" ? "/pages/shop.html" : "/pages" + request.path;
    auto response = document(path, request, shop_policy_, "same-origin");
    if (!response || response->status != 200) return response;
    // Filled in per installation, so neither compressed nor cached.
    std::string body(as_text(asset_at(path)->identity));
    body = replace_all(std::move(body), "{{site}}", embed.site);
    body = replace_all(std::move(body), "{{root}}", embed.root);
    body = replace_all(std::move(body), "{{chat_origin}}", chat_origin_);
    response->static_body = {};
    response->body = std::move(body);
    std::erase_if(response->headers,
                  [](const net::Header& h) { return h.name == "content-encoding" || h.name == "etag"; });
    return response;
  }
  return find_static(request);
}

}  // namespace cloister::server
