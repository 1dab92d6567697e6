// `#scene=desk-nine&theme=dark&dir=rtl` shows one state; without, a list of all.
import { render } from 'preact';
import '../../../web/console/ui/desk.css';
import '../../../web/console/ui/conversation.css';
import { scenes } from './scenes';

const wanted = new URLSearchParams(location.hash.slice(1));
document.documentElement.lang = 'en';
document.documentElement.dir = wanted.get('dir') ?? 'ltr';
const theme = wanted.get('theme');
if (theme) document.documentElement.dataset.theme = theme;
const app = document.getElementById('app');
const scene = scenes[wanted.get('scene') ?? ''];
if (app) {
  render(
    scene ? (
      scene()
    ) : (
      <ul>
        {Object.keys(scenes).map((name) => (
          <li key={name}>
            <a href={`#scene=${name}`}>{name}</a>
          </li>
        ))}
      </ul>
    ),
    app,
  );
}
addEventListener('hashchange', () => location.reload());
Object.assign(globalThis, { sceneNames: Object.keys(scenes) });
