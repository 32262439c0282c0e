/** Words behind a number that say what it counts. Symbols stand as they are written, words in lower case. */
export const UNIT_WORDS: ReadonlySet<string> = words(`
  % ‰ ° °C °F °K ℃ ℉ % percent pct pp bps
  mm cm dm m km µm μm nm mi miles mile ft feet foot inches inch yd yards yard acres acre hectares hectare ha m² km² m³ cm³ sqm sq
  mg µg μg g kg t lb lbs oz tons ton tonnes tonne kilograms kilogram kilos kilo grams gram pounds pound ounces ounce stone
  ml mL cl l L liters liter litres litre gallons gallon barrels barrel pints pint
  ms µs μs ns s sec secs seconds second min mins minutes minute h hr hrs hours hour days day weeks week months month years year
  decades decade centuries century
  km/h m/s mph kph kn knots knot kmh
  Hz kHz MHz GHz THz V mV kV W mW kW MW GW kWh MWh GWh TWh A mA Ah mAh J kJ MJ cal kcal calories N kN Pa hPa kPa MPa bar psi K Ω
  ohms volts volt watts watt amps amp degrees degree celsius fahrenheit decibels dB
  B kB KB MB GB TB PB KiB MiB GiB TiB bits bit bytes byte kilobytes megabytes gigabytes terabytes bps kbps Mbps Gbps fps dpi px
  pixels rpm ppm ppb
  hundred thousand thousands million millions billion billions trillion trillions dozen k M bn mn tn mio mrd lakh crore
  dollars dollar cents cent euros euro francs franc yen yuan rupees rupee rubles pesos peso pence quid
  USD EUR GBP CHF JPY CNY RMB INR AUD CAD SEK NOK DKK PLN RUB BRL MXN $ € £ ¥ ₹ ₽ zł kr Ft Kč
  am pm a.m p.m AM PM A.M P.M o'clock o’clock UTC GMT EST PST CET BC AD BCE CE B.C A.D
  prozent stunden stunde minuten sekunden tage tag tagen wochen woche monate monat monaten jahre jahr jahren millionen milliarden tausend uhr meter
  kilometer liter
  heures heure jours jour semaines semaine mois ans années année siècle milliards mille mètres kilomètres francs
  horas hora minutos segundos días día semanas meses mes años año siglos millones mil metros kilómetros euros
  ore ora minuti secondi giorni giorno settimane mesi anni anno secoli milioni miliardi mila metri chilometri
  dias dia anos milhões bilhões mil quilômetros reais
  uur minuten seconden dagen weken maanden jaar miljoen miljard duizend procent
  часов часа минут дней дня лет года год рублей тысяч миллионов
`);

/** Words between a number and its unit, or between two units, such as 12 km *per* hour. */
export const UNIT_LINKS: ReadonlySet<string> = words('per square cubic nautical metric light US');

/** Before a number, on their own. */
export const CURRENCIES: ReadonlySet<string> = words(
  '$ € £ ¥ ₹ ₽ US$ A$ C$ CA$ NZ$ HK$ R$ S$ USD EUR GBP CHF JPY CNY RMB INR AUD CAD SEK NOK DKK PLN RUB BRL Rs ± − ≈ ≤ ≥ ~',
);

/** Between the two ends of a range, or the sides of a measure. */
export const RANGE_WORDS: ReadonlySet<string> = words('– - — to × bis');

/** Months of several languages as they are written, so that English "may" and "march" are none; short forms without full stop. */
export const MONTHS: ReadonlySet<string> = words(`
  January February March April May June July August September October November December
  Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec
  JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER
  Januar Februar März Mai Juni Juli Oktober Dezember
  janvier février mars avril mai juin juillet août septembre octobre novembre décembre
  enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
  gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
  janeiro fevereiro março maio junho julho setembro outubro novembro dezembro
  januari februari maart mei juni juli augustus oktober
`);

/** Between the parts of a date: 12th *of* March, 3 *de* mayo. */
export const DATE_LINKS: ReadonlySet<string> = words('of de');

/** What follows a number in scripts that put no spaces between words. */
export const WIDE_UNITS: ReadonlySet<string> = new Set(
  '年月日時时分秒億亿万萬千百兆円圆元人個个件名歳岁代世紀纪点點度倍回次歩階层％℃㎞㎏㎡',
);

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}
