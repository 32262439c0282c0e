"""Facts as sentences, and questions about them in other words. A fact is an entity, a relation and a value."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from names import Names

THINGS = [t.replace("_", " ") for t in ("strongroom lighthouse reservoir archive observatory swing_bridge museum greenhouse windmill "
               "ferry_terminal chapel warehouse flood_barrier power_station laboratory library cinema bakery tannery aqueduct signal_box "
               "boathouse cable_car quarry").split()]
TOOLS = [t.replace("_", " ") for t in "tide_planner billing_service mail_gateway crane_scheduler search_index backup_job night_shift survey import_tool fleet weather_desk".split()]
EVENTS = "refit flood audit strike merger fire move harvest election storm inspection".split()
ROLES = "porter|treasurer|clerk|harbour master|caretaker|registrar|night nurse|chief engineer|librarian|foreman".split("|")


@dataclass(frozen=True)
class Relation:
    statements: tuple[str, ...]
    questions: tuple[str, ...]
    value: Callable[[Names], str]
    entity: Callable[[Names], str]


@dataclass(frozen=True)
class Fact:
    relation: Relation
    entity: str
    value: str
    statement: str

    def question(self, random: Random) -> str:
        return random.choice(self.relation.questions).format(e=self.entity)


def site(n: Names) -> str:
    return n.random.choice(["the {p} {t}", "the {t} at {p}", "the {t} of {p}"]).format(p=n.place(), t=n.random.choice(THINGS))


def tool(n: Names) -> str:
    return n.random.choice(["the {w} {t}", "the {t} in {w}", "project {w}", "{w}"]).format(w=n.name(), t=n.random.choice(TOOLS))


def device(n: Names) -> str:
    form = n.random.choice(["pump {}-{}", "server {}-{}", "sensor {}{}", "locker {}{}", "host {}{}", "engine {}-{}"])
    return form.format(n.word(), n.digits(1, 3))


def anything(n: Names) -> str:
    return n.random.choice([site, tool, device, lambda n: n.person()])(n)


# In most statements the value comes last, as a model that reads from left to right finds it more easily there.
RELATIONS = (
    Relation(("The code that opens {e} is {v}.", "Since the {event}, {e} can only be opened with the code {v}, which the {role} keeps.",
              "To get into {e}, one has to enter {v}.", "The {role} changed the access code of {e} to {v}."),
             ("What code unlocks {e}?", "Which code opens {e}?", "What is the access code of {e}?", "How can {e} be opened?"), Names.code, site),
    Relation(("{E} is looked after by {v}: ask before you change anything.", "{v} is in charge of {e}.", "After the {event}, {v} took over {e}.",
              "The person responsible for {e} is {v}."),
             ("Who is responsible for {e}?", "Who looks after {e}?", "Who is in charge of {e}?"), Names.person, anything),
    Relation(("{E} was opened by the mayor on {v}, in front of a small crowd.", "On {v} {e} was inaugurated.", "{E} first opened on {v}."),
             ("When was {e} inaugurated?", "When did {e} open?", "On which day was {e} opened?"), Names.date, site),
    Relation(("The special magic number for {e} is {v}.", "One of the special magic numbers for {e} is: {v}.", "Remember that the magic number of {e} is {v}."),
             ("What is the special magic number for {e}?", "What is the magic number of {e}?", "Which magic number belongs to {e}?"),
             lambda n: n.digits(3, 8), anything),
    Relation(("The secret word for {e} is {v}.", "Whoever asks about {e} must say the secret word {v}.", "The password of {e} is \"{v}\"."),
             ("What is the secret word for {e}?", "What is the password of {e}?", "Which word must be said for {e}?"),
             lambda n: n.random.choice([n.word, n.two_words, n.code])(), anything),
    Relation(("{E} cost {v} to build.", "The bill for {e} came to {v}.", "The work on {e} came to {v} in the end."),
             ("How much did {e} cost?", "What was paid for {e}?", "What did {e} cost to build?"), Names.money, site),
    Relation(("{E} measures {v}.", "The size of {e} was given as {v}.", "According to the survey, {e} has a size of {v}."),
             ("How large is {e}?", "What is the size of {e}?", "What does {e} measure?"), Names.amount, anything),
    Relation(("{E} can be reached at {v}.", "For {e}, call {v}.", "The telephone number of {e} is {v}."),
             ("What is the telephone number of {e}?", "Which number reaches {e}?", "How can one call {e}?"), Names.phone, anything),
    Relation(("Letters to {e} go to {v}.", "The address of {e} is {v}.", "Questions about {e} are answered at {v}."),
             ("What is the email address of {e}?", "Where does one write to about {e}?", "What is the address of {e}?"), Names.email, anything),
    Relation(("{E} listens on port {v}.", "The port of {e} was set to {v}.", "Connect to {e} on port {v}."),
             ("Which port does {e} use?", "On which port does {e} listen?", "What is the port of {e}?"), lambda n: n.digits(4, 5), device),
    Relation(("{E} runs version {v}.", "Installed on {e} is version {v}.", "{E} was upgraded to {v} after the {event}."),
             ("Which version does {e} run?", "What version is installed on {e}?", "To which version was {e} upgraded?"), Names.version, device),
    Relation(("{E} is painted {v}.", "The colour of {e} is {v}.", "Since the {event}, {e} has been {v}."),
             ("What colour is {e}?", "Which colour does {e} have?", "What is the colour of {e}?"), Names.colour, anything),
    Relation(("{E} keeps its records in {v}.", "The file of {e} is {v}.", "All that is known of {e} is in {v}."),
             ("Where are the records of {e}?", "Which file belongs to {e}?", "What is the file of {e}?"), Names.path, anything),
    Relation(("{E} comes from {v}.", "{E} was brought here from {v}.", "The origin of {e} is {v}."),
             ("Where does {e} come from?", "What is the origin of {e}?", "From where was {e} brought?"), Names.place, anything),
    Relation(("{E} leaves at {v}.", "The departure of {e} is at {v}.", "{E} sets off at {v}."),
             ("When does {e} leave?", "At what time does {e} set off?", "What is the departure time of {e}?"), Names.clock, anything),
    Relation(("The serial number of {e} is {v}.", "{E} carries the serial number {v}.", "Stamped on {e} is the number {v}."),
             ("What is the serial number of {e}?", "Which serial number does {e} carry?", "Which number is stamped on {e}?"), Names.code, device),
    Relation(("The identifier of {e} is {v}.", "{E} is registered as {v}.", "{E} has the id {v}."),
             ("What is the identifier of {e}?", "As what is {e} registered?", "What id does {e} have?"),
             lambda n: n.random.choice([n.uuid, n.code, lambda: n.hex(12)])(), anything),
    Relation(("The author of {e} is {v}.", "{E} was designed by {v}.", "The plans of {e} were drawn by {v}."),
             ("Who designed {e}?", "Who is the author of {e}?", "Who drew the plans of {e}?"), Names.person, anything),
)


def new_fact(names: Names, relation: Relation | None = None, entity: str | None = None) -> Fact:
    relation = relation or names.random.choice(RELATIONS)
    entity = entity or relation.entity(names)
    value = relation.value(names)
    r = names.random
    statement = r.choice(relation.statements).format(e=entity, E=entity[0].upper() + entity[1:], v=value, event=r.choice(EVENTS), role=r.choice(ROLES))
    return Fact(relation, entity, value, statement)
