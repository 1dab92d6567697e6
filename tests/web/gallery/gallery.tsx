// Draws one sample, chosen by the address: ?state=assigned&theme=dark
import { render } from 'preact';
import { applyColour } from '../../../web/widget/colour';
import type { WidgetActions } from '../../../web/widget/model';
import { Widget } from '../../../web/widget/view';
import '../../../web/widget/widget.css';
import { samples } from './samples';

const query = new URLSearchParams(location.search);
const state = query.get('state') ?? '';
const theme = query.get('theme');
const sample = samples[state];
const root = document.documentElement;
if (theme) root.dataset.theme = theme;

const nothing = () => {};
const actions: WidgetActions = {
  send: nothing,
  retry: nothing,
  takeBack: async () => undefined,
  draft: nothing,
  noticed: () => true,
  atEnd: nothing,
  stillHere: nothing,
  takeOver: nothing,
  endChat: nothing,
  erase: nothing,
  startNew: nothing,
  reopen: nothing,
  comparisonCode: async () => '48213 90175 33062 71948',
  setSound: nothing,
  openWindow: nothing,
  minimise: nothing,
};

const app = document.getElementById('app');
if (app && sample) {
  root.className = sample.model.embedded ? 'widget-page' : 'widget-page own-window';
  if (sample.dir) root.dir = sample.dir;
  if (sample.colour) applyColour(root, sample.colour);
  render(<Widget model={sample.model} actions={actions} unfolded={sample.unfolded ?? {}} />, app);
} else if (app) {
  render(
    <ul>
      {Object.keys(samples).map((name) => (
        <li key={name}>
          <a href={`?state=${name}`}>{name}</a>
        </li>
      ))}
    </ul>,
    app,
  );
}
