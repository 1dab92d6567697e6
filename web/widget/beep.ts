// A soft tone, made on the spot: no file, no content.
let context: AudioContext | undefined;

export function beep(): void {
  context ??= new AudioContext();
  const { currentTime: now, destination } = context;
  const oscillator = new OscillatorNode(context, { frequency: 740 });
  const gain = new GainNode(context, { gain: 0.1 });
  gain.gain.setTargetAtTime(0, now + 0.05, 0.08);
  oscillator.connect(gain).connect(destination);
  oscillator.start();
  oscillator.stop(now + 0.6);
}
