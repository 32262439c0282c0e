import type { WordLists } from './random.ts';

const list = (text: string): readonly string[] => text.trim().split(/\s*,\s*/);

/** The words of an invented river authority: its people, places, plant and paperwork. */
export const words = {
  place: list(`Ashcombe, Birkfield, Calder Lock, Dunmere, Eastwick, Farrow Bridge, Gantry Row, Holmby, Ivelet,
    Jarrow Reach, Kelby, Lowther Weir, Marlow, Netherby, Oakshott, Penwith, Quarndon, Ribbleford, Saltersgate,
    Tilbury Cut, Ulverton, Vennholme, Wensley, Yarrow Mouth`),
  person:
    list(`Agnes Thorne, Benedict Oyelaran, Carla Weiss, Dmitri Halloran, Edith Nakamura, Farid Lindqvist,
    Greta Okafor, Hugh Pemberton, Imogen Castellanos, Jonas Whitlock, Katya Brennan, Leopold Adeyemi, Mira Solberg,
    Nils Carmichael, Olga Winterbourne, Pavel Draycott, Rosa Ekström, Silas Montague, Thea Vasquez, Umar Fairweather`),
  role: list(`lock keeper, duty engineer, hydrologist, harbour clerk, dredging foreman, night inspector, surveyor,
    stores manager, signal officer, ecologist, chief accountant, training lead, diver, crane driver, legal adviser`),
  plant: list(`sluice gate, pumping station, tide gauge, fish pass, swing bridge, dredger, spillway, culvert,
    lock chamber, control cabin, sediment trap, penstock, boom crane, dry dock, flood barrier, relief channel,
    outfall pipe, settling basin, mooring line, chlorination hut, standby generator, telemetry mast`),
  part: list(`bearing, seal, winch, hinge pin, float switch, control board, gearbox, hydraulic ram, valve seat,
    cable tray, handrail, grease line, limit switch, pressure sensor, strainer, anode, inspection hatch, guide roller`),
  condition:
    list(`worn, sound, corroded, recently replaced, out of tolerance, noisy, loose, misaligned, clean,
    within limits, scheduled for renewal, cracked, stiff in cold weather, freshly painted, leaking slightly`),
  matter: list(`water quality, silt removal, winter staffing, boat traffic, insurance cover, fish migration,
    spare parts, public access, overtime, noise complaints, towpath repairs, radio coverage, training records,
    contractor invoices, fuel deliveries, reed cutting, lighting, drought planning, ice clearance, bank erosion`),
  document:
    list(`quarterly report, minute book, risk register, handover note, method statement, tender, logbook,
    survey drawing, permit, audit letter, lease, maintenance plan, duty roster, inventory, charter, correspondence`),
  verb: list(`reviewed, postponed, approved, questioned, summarised, rejected, amended, circulated, discussed,
    forwarded, welcomed, noted, deferred, audited, reopened, costed`),
  adverb:
    list(`quietly, without dissent, after a long debate, by a narrow margin, at short notice, in principle,
    for the second time, subject to funding, on the spot, with some reluctance, as expected, pending advice`),
  weather:
    list(`steady rain, a hard frost, thick fog, a dry spell, strong westerly winds, an early thaw, low cloud,
    unusual heat, a spring tide, snow on the upper reaches`),
  reason:
    list(`the budget had already been committed, the figures could not be reconciled, the contractor was late,
    the river stood too high, the drawings were out of date, two of the crew were on leave, the supplier had moved,
    nobody had signed the permit, the previous survey missed the east bank, the insurers wanted a second opinion`),
  effect:
    list(`traffic was held for {n:2-40} hours, the crew moved to {place}, the works will run into {month},
    a temporary limit of {n:3-9} knots applies, costs rose by {n:2-19} per cent, the old arrangement stays in force,
    the night shift was doubled, the matter returns to the board in {month}, {n:3-60} boats were turned back`),
  month: list(
    `January, February, March, April, May, June, July, August, September, October, November, December`,
  ),
  day: list(`Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday`),
  animal: list(
    `otters, herons, eels, kingfishers, water voles, sand martins, crayfish, bats, cormorants, trout`,
  ),
  material: list(
    `oak, greenheart, cast iron, stainless steel, puddled clay, sheet piling, granite, rubble, geotextile`,
  ),
  unit: list(`millimetres, cubic metres, litres a second, tonnes, kilowatts, metres, hours`),
  service: list(
    `gate-controller, tide-gauge, billing, permits, roster, telemetry, alarms, ledger, mooring, weather`,
  ),
  noun: list(
    `window, batch, sensor, reading, ledger, permit, berth, channel, gauge, alarm, session, queue, record`,
  ),
  action: list(
    `merge, load, refresh, validate, rotate, flush, resolve, schedule, compact, release, encode, measure`,
  ),
} as const satisfies WordLists;
