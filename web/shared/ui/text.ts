// Takes the text of a message apart into pieces that views render as text nodes and links; nobody ever builds HTML.

export type Piece =
  | { is: 'text'; text: string }
  | { is: 'link'; href: string; before: string; host: string; after: string };

// Stops at white space, quotes, brackets, and the invisible characters with which an address can be disguised.
const address = /\bhttps?:\/\/[^\s<>"'`{}|\\^\p{Cf}\p{Cc}]+/giu;
const maxAddress = 2048;
const maxLinks = 100;

/** The pieces of a text in order. Only http and https become links, and only without user name or password in them. */
export function pieces(text: string): Piece[] {
  const out: Piece[] = [];
  let at = 0;
  let links = 0;
  for (const match of text.matchAll(address)) {
    const raw = trimEnd(match[0]);
    const link = links < maxLinks ? toLink(raw) : undefined;
    if (!link) continue;
    links += 1;
    if (match.index > at) out.push({ is: 'text', text: text.slice(at, match.index) });
    out.push(link);
    at = match.index + raw.length;
  }
  if (at < text.length) out.push({ is: 'text', text: text.slice(at) });
  return out;
}

function toLink(raw: string): Piece | undefined {
  if (raw.length > maxAddress || !URL.canParse(raw)) return undefined;
  const url = new URL(raw);
  if (!/^https?:$/.test(url.protocol) || url.username || url.password || !url.host) return undefined;
  // The host is shown as the browser will use it (punycode), so that a look-alike does not pass.
  const rest = url.href.slice(url.href.indexOf(url.host) + url.host.length).replace(/^\/$/, '');
  return {
    is: 'link',
    href: url.href,
    before: `${url.protocol}//`,
    host: url.host,
    after: rest.length > 72 ? `${rest.slice(0, 64)}…` : rest,
  };
}

/** Without the punctuation that ends the sentence, and without a closing bracket that was opened before the address. */
function trimEnd(raw: string): string {
  const opened = raw.split('(').length;
  let closed = raw.split(')').length;
  let end = raw.length;
  for (; end > 0; end--) {
    const last = raw[end - 1] ?? '';
    if (last === ')') {
      if (opened >= closed) break;
      closed -= 1;
    } else if (!/[.,;:!?*_~\]…،؛؟。、!?]/u.test(last)) break;
  }
  return raw.slice(0, end);
}

const emojiOnly =
  /^(?:\s*(?:\p{Regional_Indicator}{2}|\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F)(?:\p{Emoji_Modifier}|\u200D\p{Extended_Pictographic}\uFE0F?)*){1,3}\s*$/u;

/** One to three emoji and nothing else: shown large. */
export const isBig = (text: string): boolean => text.length <= 48 && emojiOnly.test(text);

/** So long that it is folded until asked for. */
export const isLong = (text: string): boolean => text.length > 900 || text.split('\n', 20).length > 16;
