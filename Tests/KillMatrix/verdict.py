"""What the kills cost, and whether that is all they may cost."""
import collections
import statistics
import threading
import time
from datetime import datetime


class Verdict:
    def __init__(self, accounts):
        self.accounts = accounts
        self.kills = 0
        self.losses = []  # (account, why the daemon says that it ended)
        self.errors = collections.Counter()
        self.marks = []  # (when, the accounts that were in doubt on disk)
        self.starts = []
        self.problems = []
        self.down = set()
        self.lock = threading.Lock()

    def note_kill(self, stored):
        self.kills += 1
        if len(stored) != len(self.accounts):
            self.problems.append(f"after kill {self.kills}, {len(stored)} of {len(self.accounts)} sessions are on disk")
        for did, (state, cause) in stored.items():
            if state != "active" and not cause:
                self.problems.append(f"after kill {self.kills}, {did} is {state} without a cause")
        self.marks.append((time.time(), {did for did, (state, _) in stored.items() if state == "ambiguous_refresh"}))

    def note_start(self, seconds):
        self.starts.append(seconds)

    def note_life(self, did):
        self.down.discard(did)

    def note_loss(self, did, cause):
        """A session that could not be signed in again at once, because the daemon was killed once more, is still the same loss."""
        with self.lock:
            if did not in self.down:
                self.down.add(did)
                self.losses.append((did, cause or {}))
            if not cause:
                self.problems.append(f"{did} ended without a cause")

    def note_error(self, error):
        with self.lock:
            self.errors[error.get("data", {}).get("type", error["message"])] += 1

    def conclude(self, journal, sessions, exposures, seconds):
        grants = [Grant(events) for events in group(journal, lambda event: event["session"]).values()]
        self.check_list(sessions)
        replays = self.check_replays(journal)
        lost = self.check_losses(grants, {session["did"] for session in sessions if session["state"] == "active"})
        rotations = sum(event["kind"] == "rotated" for event in journal)
        in_doubt = sum(len(marked) for _, marked in self.marks)
        print(f"{self.kills} kills in {seconds:.0f} s; start to first answer {middle(self.starts) * 1000:.0f} ms (median)")
        print(f"{rotations} rotations; {in_doubt} refreshes were under way or in doubt on disk when the daemon was killed")
        print(f"{len(self.losses)} sessions lost, all listed with their cause:")
        print(f"  {lost['refused']} had rotated, and the answer was not yet durable, as their one more try showed")
        print(f"  {lost['unanswered']} were killed during that one more try as well ({lost['unanswered_shown']} had rotated), and made no third")
        print(f"spent refresh tokens that came again: {replays}, each once, and from a session in doubt")
        print(f"window from an answer's last byte to its durable commit: {spread(exposures)}")
        if self.errors:
            print("calls that failed and left their session as it was: " + ", ".join(f"{n} {kind}" for kind, n in self.errors.items()))
        for problem in self.problems[:20]:
            print(f"WRONG: {problem}")
        print("FAILED" if self.problems else "No session is silently gone; no refresh token was sent without need.")
        return not self.problems

    def check_list(self, sessions):
        listed = {session["did"]: session for session in sessions}
        if len(listed) != len(self.accounts):
            self.problems.append(f"{len(listed)} of {len(self.accounts)} sessions are listed")
        for did, session in listed.items():
            if session["state"] == "ambiguous_refresh":
                self.problems.append(f"{did} is still in doubt")
            if session["state"] == "needs_login" and not session.get("cause"):
                self.problems.append(f"{did} is listed as ended without a cause")

    def check_replays(self, journal):
        """A spent refresh token comes again once, and only from a session that was in doubt after it had been spent."""
        spent = {event["usedTokenHash"]: event for event in journal if event["kind"] == "rotated"}
        again = [event for event in journal if event["kind"] == "replayed"]
        for token, times in collections.Counter(event["usedTokenHash"] for event in again).items():
            if times > 1:
                self.problems.append(f"the spent refresh token {token} came {times} times again")
        for event in again:
            # A request that left before a kill may be served after it, so that the kill was noted before the token was spent.
            first, last = instant(spent[event["usedTokenHash"]]) - 0.5, instant(event) + 1
            if not any(first <= when <= last and event["account"] in marked for when, marked in self.marks):
                self.problems.append(f"the spent refresh token {event['usedTokenHash']} came again, and its session was not in doubt")
        return len(again)

    def check_losses(self, grants, living):
        """Each loss needs a grant of its account that the journal shows as lost. Returns how many losses there were of each kind."""
        by_account = group(grants, lambda grant: grant.account)
        kinds = collections.Counter()
        for did, losses in group(self.losses, lambda loss: loss[0]).items():
            own = by_account.get(did, [])
            # The last one serves now, if the account has a session.
            dead = own[:-1] if did in living else own
            shown = sum(grant.is_lost_by_rotation for grant in dead)
            unfinished = sum(not grant.is_ended for grant in dead)
            refused = sum("invalid_grant" in cause.get("message", "") for _, cause in losses)
            unanswered = sum("one more try were lost" in cause.get("message", "") for _, cause in losses)
            kinds.update(refused=refused, unanswered=unanswered, unanswered_shown=shown - refused)
            if refused > shown or refused + unanswered < len(losses) or len(losses) > shown + unfinished:
                self.problems.append(
                    f"{did}: {len(losses)} losses; the journal shows {shown} whose answer was lost after they had rotated, and "
                    f"{unfinished} that were given up; the daemon says: {[cause for _, cause in losses]}")
        return kinds


class Grant:
    """One sign-in as the server saw it."""

    def __init__(self, events):
        self.account = events[0]["account"]
        rotations = [event for event in events if event["kind"] == "rotated"]
        self.replayed = [event["usedTokenHash"] for event in events if event["kind"] == "replayed"]
        self.last_spent = rotations[-1]["usedTokenHash"] if rotations else None
        self.is_ended = any(event["kind"] == "ended" for event in events)

    @property
    def is_lost_by_rotation(self):
        """The client came with the token it had spent last: the one that was issued for it never reached its disk."""
        return self.replayed == [self.last_spent]


def group(elements, key):
    groups = {}
    for element in elements:
        groups.setdefault(key(element), []).append(element)
    return groups


def instant(event):
    return datetime.fromisoformat(event["time"].replace("Z", "+00:00")).timestamp()


def middle(values):
    return statistics.median(values) if values else 0


def spread(values):
    if not values:
        return "not measured"
    values = sorted(values)
    return f"median {middle(values):.2f} ms, 99 % {values[int(len(values) * 0.99)]:.2f} ms, longest {values[-1]:.2f} ms, of {len(values)}"
