import { t } from '../messages';
import type { Look } from '../model/frame_protocol';
import { identityClass } from '../ui/tile';

export function applyLook(look: Look): void {
  const { documentElement } = document;
  documentElement.lang = look.lang;
  documentElement.dir = look.dir;
  documentElement.className = identityClass(look.identity);
  if (look.theme === 'system') delete documentElement.dataset.theme;
  else documentElement.dataset.theme = look.theme;
  document.title = t.conversation(look.identity.name);
}
