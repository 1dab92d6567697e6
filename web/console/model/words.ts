// Words for the names of conversations: short, kind, told apart by ear, no colours (colours are given separately) and
// nothing that could describe a customer badly.
const list = (words: string): readonly string[] => words.trim().split(/\s+/);

export const ADJECTIVES = list(`
  Able Agile Alpine Apt Balmy Bold Brave Breezy Bright Brisk Calm Candid Clear Clever Coastal Cosmic
  Daring Deft Dewy Eager Early Easy Fair Fleet Fond Frank Gentle Glad Grand Happy Hardy Humble
  Jaunty Jolly Keen Kind Light Lively Lucky Mellow Merry Mighty Modest Neat Noble Nimble Patient Placid
  Polite Prime Quick Quiet Ready Serene Sincere Smooth Steady Sunny Swift Tidal Trusty Vivid Witty Zesty
`);

export const ANIMALS = list(`
  Albatross Alpaca Antelope Avocet Badger Beaver Bison Bobcat Bunting Camel Caribou Cheetah Cormorant Crane Curlew Dolphin
  Dormouse Eagle Egret Falcon Finch Gannet Gazelle Gecko Giraffe Grouse Hare Hedgehog Heron Ibex Ibis Impala
  Jackdaw Jaguar Kestrel Kingfisher Koala Lark Lemur Linnet Lynx Magpie Marten Meerkat Narwhal Ocelot Okapi Osprey
  Otter Panda Pelican Penguin Plover Puffin Quail Robin Salmon Seal Stork Swallow Tapir Toucan Walrus Yak
`);
