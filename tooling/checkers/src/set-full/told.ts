/** Which of the messages that have a number in them have told the value that it may be. */
import type { Carriage } from "./carriage.ts";
import type { Place } from "./places.ts";
import type { Sighting } from "./survey.ts";

export interface Told {
  /** The messages that told it, each at the place that says most. */
  readonly holding: readonly Sighting[];
  /** The messages that may have, or may only have spoken of it, likewise. */
  readonly doubtful: readonly Sighting[];
}

/**
 * A message has told a value that is in it if nodes would know less without what is at those places.
 *
 * Places are weighed together: of `{"last":5,"values":[4,5]}` neither place could be spared with the other, and of
 * `{"last":5,"values":[]}` the first could.
 *
 * @param seen where the number is, message by message
 */
export function told(seen: readonly Sighting[], carriage: Carriage): Told {
  const holding: Sighting[] = [];
  const doubtful: Sighting[] = [];
  for (const sightings of byMessage(seen)) {
    const sure = sightings.filter(({ place }) => carriage.certaintyOf(place) === "surely");
    const perhaps = sightings.filter(({ place }) => carriage.certaintyOf(place) === "perhaps");
    const [likeliest] = [...sure, ...perhaps].sort(
      (a, b) => carriage.weightOf(b.place) - carriage.weightOf(a.place),
    );
    if (likeliest === undefined) continue;
    const hasTold = sure.length > 0 && !carriage.canSpare(placesOf(sure));
    (hasTold ? holding : doubtful).push(likeliest);
  }
  return { holding, doubtful };
}

function placesOf(sightings: readonly Sighting[]): readonly Place[] {
  return [...new Set(sightings.map(({ place }) => place))].sort((a, b) => a.index - b.index);
}

function byMessage(seen: readonly Sighting[]): readonly (readonly Sighting[])[] {
  const groups: Sighting[][] = [];
  for (const sighting of seen) {
    const last = groups.at(-1);
    if (last?.[0]?.message === sighting.message) last.push(sighting);
    else groups.push([sighting]);
  }
  return groups;
}
