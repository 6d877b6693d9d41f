// Copyright 2026 the natsrig authors. Apache-2.0 license.

/** Which secrets a file holds. @module */

import { suggest } from "../scenario/suggest.ts";
import type { Plan, Source } from "../scenario/types.ts";

/** The secrets of a plan by the file they stand in. */
export function secretsByFile(plan: Plan): ReadonlyMap<string, readonly string[]> {
  const secrets = new Map<string, readonly string[]>();
  for (const run of plan.runs) {
    secrets.set(run.file, [...new Set([...secrets.get(run.file) ?? [], ...run.secrets])]);
  }
  return secrets;
}

/** Keys whose values are secrets; others that are nearly one of these are taken for mistyped. */
const secretKey = /^(password|pass|token|seed|nkey|creds|jwt|userJwt|secret)$/i;
const mistypedKeys = ["password", "token", "creds"];

const keyPattern = /(?<![\w$-])["']?([A-Za-z][\w-]*)["']?[ \t]*:(?=[ \t]|$)[ \t]*/gm;
const valuePattern = /"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\[[^\]\n]*\]?|[^\s,}#](?:[^,}#\n]*[^\s,}#])?/y;
/** What is in a private key, or behind the beginning of one that does not end. */
const privateKey = /(-----BEGIN [A-Z ]*PRIVATE KEY-----)((?:(?!-----)[^])*)/g;
const userInfo = /:\/\/([^\s/@'"]+)@/g;
/** Shorter texts are not looked for elsewhere: they would be found in everything. */
const shortest = 4;

/** Masks what looks like a secret, in a file that could not be planned; positions stay as they are. */
export function maskLikely(source: Source): Source {
  let text = "";
  for (const [start, end] of likelyRanges(source.text)) {
    text += source.text.slice(text.length, start);
    text += source.text.slice(text.length, end).replaceAll(/\S/g, "*");
  }
  return { ...source, text: text + source.text.slice(text.length) };
}

/** The texts in a file that look like secrets, for masking messages about it. */
export function likelySecrets(source: Source): readonly string[] {
  const words = likelyRanges(source.text).flatMap(([start, end]) =>
    source.text.slice(start, end).split(/[\n"'[\],]+/)
  );
  return [...new Set(words.map((word) => word.trim()))].filter((word) => word.length >= shortest);
}

type Range = readonly [start: number, end: number];

function likelyRanges(text: string): readonly Range[] {
  const ranges: Range[] = [];
  for (const match of text.matchAll(userInfo)) {
    ranges.push([match.index + 3, match.index + match[0].length - 1]);
  }
  for (const { index, 1: head = "", 2: body = "" } of text.matchAll(privateKey)) {
    ranges.push([index + head.length, index + head.length + body.length]);
  }
  keyPattern.lastIndex = 0;
  for (let match = keyPattern.exec(text); match !== null; match = keyPattern.exec(text)) {
    if (!isSecretKey(match[1] ?? "")) continue;
    const start = match.index + match[0].length;
    valuePattern.lastIndex = start;
    const value = valuePattern.exec(text)?.[0] ?? "";
    if (value.includes("${")) continue;
    // A text of several lines, or a value that begins below its key.
    const below = value === "" || /^[|>][-+\d]*$/.test(value);
    const end = below ? indentedEnd(text, match.index) : start + value.length;
    ranges.push([below ? start + value.length : start, end]);
    // What is masked already is not looked at again, so that the time stays linear.
    keyPattern.lastIndex = Math.max(end, match.index + 1);
  }
  return ranges.sort(([a], [b]) => a - b);
}

function isSecretKey(key: string): boolean {
  return secretKey.test(key) || suggest(key, mistypedKeys) !== undefined;
}

/** The end of the lines that are indented deeper than the key at an offset. */
function indentedEnd(text: string, at: number): number {
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  const depth = at - lineStart;
  let end = text.indexOf("\n", at);
  while (end !== -1) {
    const next = text.indexOf("\n", end + 1);
    const line = text.slice(end + 1, next === -1 ? text.length : next);
    const indent = line.length - line.trimStart().length;
    if (line.trim() !== "" && indent <= depth) return end;
    if (next === -1) return text.length;
    end = next;
  }
  return text.length;
}
