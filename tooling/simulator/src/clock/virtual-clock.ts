/**
 * Time that jumps from one event to the next, so that a run takes as long as its work and not a moment longer.
 *
 * Nodes are asynchronous: a handler that awaits goes on in a microtask. Time must not move before all of them have
 * run, or what a handler does after `await` would happen at a later event's time, and which one would depend on how
 * many awaits it went through. So every event is a macro task (`setImmediate`): the engine empties its queue of microtasks
 * before it starts the next one.
 */
import type { Nanoseconds } from "@gossip-glomers/history";
import { Agenda } from "./agenda.ts";
import type { Clock, Scheduled } from "./clock.ts";

// Taken now, because a run replaces the global one with a version that refuses to work for nodes.
const macroTask = setImmediate;

/**
 * So many macro tasks are asked for at a time. The event loop does them in one round, each with the microtasks that it
 * leaves behind; a round for each event would cost ten times as much, most of it for asking the system for news. What
 * else the process waits for (a signal, a message from its parent) has to wait for so many events.
 */
const TURNS = 64;

/** So many events without any passing of time are a loop that will never end; a broadcast of 25 nodes has thousands. */
const EVENTS_AT_ONE_INSTANT = 1_000_000;

export class VirtualClock implements Clock {
  readonly kind = "virtual";
  readonly #agenda = new Agenda();
  #now: Nanoseconds = 0;
  #isRunning = false;
  #eventsNow = 0;
  #events = 0;

  now(): Nanoseconds {
    return this.#now;
  }

  /** How many events have been run since the clock was made. */
  get events(): number {
    return this.#events;
  }

  schedule(at: Nanoseconds, callback: () => void): Scheduled {
    if (Number.isNaN(at)) throw new RangeError("VirtualClock.schedule: the time is NaN; pass nanoseconds");
    return this.#agenda.add(Math.max(at, this.#now), callback);
  }

  /**
   * Runs events until `work` is settled.
   * @throws {Error} if `work` waits for something that no scheduled event can bring about, if time has stopped moving,
   * or if a run is already going on. An error that an event throws ends the run as well.
   */
  run<T>(work: Promise<T>): Promise<T> {
    if (this.#isRunning) {
      work.catch(() => {}); // The caller is told of this error instead.
      return Promise.reject(new Error("VirtualClock.run: is running already; await the first run"));
    }
    this.#isRunning = true;

    const { promise, resolve, reject } = withResolvers<T>();
    let isSettled = false;
    const settle = (outcome: () => void): void => {
      // Work that outlives its run, because an event threw, must not end a later one.
      if (isSettled) return;
      isSettled = true;
      this.#isRunning = false;
      // Not now: the caller would go on among the microtasks of the last event, which may be a node's, and be refused the
      // true time (`node-context.ts`).
      macroTask(outcome);
    };
    work.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error)),
    );
    let turnsLeft = 0;
    const askForTurns = (): void => {
      turnsLeft = TURNS;
      for (let i = 0; i < TURNS; i++) macroTask(turn);
    };
    const turn = (): void => {
      if (isSettled) return;
      turnsLeft -= 1;
      try {
        this.#runOneEvent();
      } catch (error) {
        settle(() => reject(error));
        return;
      }
      if (turnsLeft === 0) askForTurns();
    };
    // The first turn waits as well: `work` may have microtasks to run before it schedules anything.
    askForTurns();
    return promise;
  }

  #runOneEvent(): void {
    const at = this.#agenda.peek()?.at;
    const callback = this.#agenda.take();
    if (at === undefined || callback === null) {
      throw new Error(
        `VirtualClock.run: no event is left at ${seconds(this.#now)} and the work is not done; ` +
          "something waits for a promise that only real time, real I/O or nobody settles",
      );
    }
    if (at > this.#now) {
      this.#now = at;
      this.#eventsNow = 0;
    }
    this.#events += 1;
    this.#eventsNow += 1;
    if (this.#eventsNow > EVENTS_AT_ONE_INSTANT) {
      throw new Error(
        `VirtualClock.run: ${EVENTS_AT_ONE_INSTANT} events at ${seconds(this.#now)} and time does not move; ` +
          "look for two nodes that answer each other's answers, or for a timer of 0 ms that sets itself again",
      );
    }
    callback();
  }
}

function seconds(time: Nanoseconds): string {
  return `${time / 1e9} s`;
}

interface Resolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

/** `Promise.withResolvers`, which Node 20 does not have. */
function withResolvers<T>(): Resolvers<T> {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}
