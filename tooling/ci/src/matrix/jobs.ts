/** The jobs of the matrix: one for each row of the official table that is to be run. */

/** What is needed to know of a row of the table. */
export interface TableRow {
  readonly id: string;
  readonly challenge: string;
  readonly what: string;
  readonly limit: readonly object[] | null;
}

/** One job, in words that a workflow can use as they are. */
export interface Job {
  readonly row: string;
  /** What is run: the row, and before it the one that its limit compares it with. */
  readonly rows: string;
  readonly what: string;
  /** The package to build. */
  readonly package: string;
  /** A name for files and artifacts, where `+` is not welcome. */
  readonly slug: string;
}

export interface Choice {
  /** Ids, or numbers of whole challenges; empty for all rows that are not open. */
  readonly named: readonly string[];
  /** Folders of packages that are concerned; null for all. */
  readonly concerned: readonly string[] | null;
  /** Ids of rows that their package does not solve yet. They are run only if they are named. */
  readonly open: ReadonlySet<string>;
}

/** @throws {Error} if a row is named that the table has not got */
export function jobsFor(
  table: readonly TableRow[],
  { named, concerned, open }: Choice,
  scope: string,
): readonly Job[] {
  const unknown = named.find((name) => !table.some((row) => isNamed(row, name)));
  if (unknown !== undefined) {
    throw new Error(`no row "${unknown}": name one of ${table.map(({ id }) => id).join(", ")}`);
  }
  return table
    .filter((row) =>
      named.length > 0
        ? named.some((name) => isNamed(row, name))
        : !open.has(row.id) && (concerned === null || concerned.includes(row.challenge)),
    )
    .map((row) => ({
      row: row.id,
      rows: [...comparedWith(row), row.id].join(" "),
      what: row.what,
      package: `${scope}/${row.challenge}`,
      slug: row.id.replace("+", "-"),
    }));
}

/** A row is named by its id, and with its whole challenge by the number alone. */
function isNamed({ id }: TableRow, name: string): boolean {
  return id === name || (/^\d+$/.test(name) && /^\d+/.exec(id)?.[0] === name);
}

function comparedWith({ limit }: TableRow): readonly string[] {
  return (limit ?? []).flatMap((demand) =>
    "lessThanRow" in demand && typeof demand.lessThanRow === "string" ? [demand.lessThanRow] : [],
  );
}
