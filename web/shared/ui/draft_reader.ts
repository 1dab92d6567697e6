// The way to what reads drafts before they leave (web/shared/drafts): a script of its own, which the document names and
// the first keystroke fetches. Until then nobody pays for it.
import type { ChatSnapshot } from '../chat';
import type { SensitiveData } from '../gen/wire';

/** What a draft is part of. */
export interface Drafting {
  /** Undefined before there is a conversation; `before` is then what was written for it. */
  chat: ChatSnapshot | undefined;
  before?: readonly string[] | undefined;
  /** What the site does about sensitive data; undefined when it has not said so. */
  policy: SensitiveData | undefined;
  /** For the figures: a kind and what became of it, never a word. Not true when it could not be told. */
  noticed: (kind: string, outcome: string) => boolean | undefined;
}

export interface DraftReader {
  /** What may leave for this draft; undefined while it is held. */
  release: (draft: string) => string | undefined;
}

/** What the script has to offer. `send` is what pressing send does. */
export interface ReaderModule {
  read: (area: HTMLTextAreaElement, drafting: () => Drafting, send: () => void) => Promise<DraftReader>;
}

/** Rejects when script or engine cannot be had; each further attempt fetches anew. */
export async function readDrafts(...given: Parameters<ReaderModule['read']>): Promise<DraftReader> {
  const link = document.getElementById('drafts') as HTMLLinkElement;
  // The preload checks the integrity that the document names; the import takes what was preloaded.
  link.rel = 'modulepreload';
  try {
    return await ((await import(link.href)) as ReaderModule).read(...given);
  } catch (error) {
    // Browsers remember what failed to load by its address.
    link.href += '?';
    throw error;
  }
}
