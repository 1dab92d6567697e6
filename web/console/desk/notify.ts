// Title, icon and sound: that something waits, never what.
import { t } from '../messages';

const ICON_PIXELS = 64;
const SOUND_EVERY_MS = 4000;

export class Notifier {
  private count = -1;
  private audio: AudioContext | undefined;
  private lastSound_ms = 0;
  private readonly icon: HTMLLinkElement | null = document.querySelector('link[rel="icon"]');

  /** `count`: how much waits, the queue included. */
  show(count: number, inTitle: boolean): void {
    const shown = inTitle ? count : 0;
    if (shown === this.count) return;
    this.count = shown;
    document.title = shown > 0 ? t.title.waiting(shown) : t.title.plain;
    if (this.icon) this.icon.href = drawIcon(shown);
  }

  locked(): void {
    this.count = -1;
    document.title = t.title.locked;
    if (this.icon) this.icon.href = drawIcon(0);
  }

  /** Two short tones, made here: nothing is loaded. */
  sound(): void {
    const now_ms = performance.now();
    if (now_ms - this.lastSound_ms < SOUND_EVERY_MS && this.lastSound_ms > 0) return;
    this.lastSound_ms = now_ms;
    try {
      this.audio ??= new AudioContext();
      if (this.audio.state === 'suspended') void this.audio.resume().catch(() => undefined);
      tone(this.audio, 660, 0);
      tone(this.audio, 880, 0.13);
    } catch {
      // Without a sound device there is still the title.
    }
  }
}

function tone(audio: AudioContext, hertz: number, after_s: number): void {
  const at = audio.currentTime + after_s;
  const gain = audio.createGain();
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(0.08, at + 0.015);
  gain.gain.exponentialRampToValueAtTime(0.001, at + 0.25);
  gain.connect(audio.destination);
  const oscillator = audio.createOscillator();
  oscillator.frequency.value = hertz;
  oscillator.connect(gain);
  oscillator.start(at);
  oscillator.stop(at + 0.27);
}

/** The mark, with a dot and a number when something waits. */
function drawIcon(count: number): string {
  const canvas = document.createElement('canvas');
  canvas.width = ICON_PIXELS;
  canvas.height = ICON_PIXELS;
  const draw = canvas.getContext('2d');
  if (!draw) return 'data:,';
  draw.fillStyle = '#14614f';
  draw.beginPath();
  draw.moveTo(6, 60);
  draw.lineTo(6, 32);
  draw.arc(32, 32, 26, Math.PI, 0);
  draw.lineTo(58, 60);
  draw.fill();
  draw.fillStyle = '#ffffff';
  draw.beginPath();
  draw.moveTo(20, 60);
  draw.lineTo(20, 33);
  draw.arc(32, 33, 12, Math.PI, 0);
  draw.lineTo(44, 60);
  draw.fill();
  if (count > 0) {
    draw.fillStyle = '#b3261e';
    draw.beginPath();
    draw.arc(44, 20, 20, 0, 2 * Math.PI);
    draw.fill();
    draw.fillStyle = '#ffffff';
    draw.font = 'bold 28px sans-serif';
    draw.textAlign = 'center';
    draw.textBaseline = 'middle';
    draw.fillText(count > 9 ? '9+' : String(count), 44, 21);
  }
  return canvas.toDataURL('image/png');
}
