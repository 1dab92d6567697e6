// The line that puts the chat on a page; see web/widget/loader.ts.
import { toBase64url } from '../../shared/base64url';
import type { Site } from '../../shared/site';

/** The console's host begins with `console.` where the chat's begins with `chat.`. */
function chatOrigin(): string {
  return `https://${location.host.replace(/^console\./, 'chat.')}`;
}

export function embedLine(site: Site): { line: string; fingerprint: string } {
  const root = toBase64url(site.pin.root);
  const id = toBase64url(site.pin.site);
  return {
    line: `<script async src="${chatOrigin()}/embed.js" data-site="${id}" data-root="${root}"></script>`,
    fingerprint: root,
  };
}
