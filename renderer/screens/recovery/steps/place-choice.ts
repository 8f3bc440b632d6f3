/** Where something is brought back to. */
export interface PlaceChoice {
  readonly place: 'own_path' | 'other_file'
  readonly otherPath: string
}

export type PlaceEvent =
  | { readonly kind: 'place_chosen'; readonly place: PlaceChoice['place'] }
  | { readonly kind: 'path_typed'; readonly path: string }

/** The choice after an event: a typed path is the wish for another file. */
export function choosePlace(event: PlaceEvent): Partial<PlaceChoice> {
  return event.kind === 'place_chosen'
    ? { place: event.place }
    : { place: 'other_file', otherPath: event.path }
}
