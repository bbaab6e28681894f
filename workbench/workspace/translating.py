"""What the maps of a workspace answer: targets one by one, many at once, or as a string."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from workbench.core.code_strings import CodeString
from workbench.core.codes import parse_release
from workbench.errors import InputError
from workbench.mapping.blocks import Blocks
from workbench.mapping.episode import episode_string
from workbench.mapping.record import NOTHING_KNOWN, one_record
from workbench.mapping.translate import translate
from workbench.mapping.translation import Translations
from workbench.workspace.holdings import Holdings

if TYPE_CHECKING:
    from workbench.graph.interop import Answer
    from workbench.mapping.ages import PatientAge
    from workbench.mapping.record import Record, Sex
    from workbench.mapping.rules import AgeUnit

__all__ = ["Translating"]


class Translating(Holdings):
    """The part of a workspace that is asked for targets; see `Holdings` for its parameters."""

    def translate(
        self,
        word: str,
        codes: Iterable[str] | str,
        *,
        block: int | str = Blocks.FIRST,
        age: PatientAge | float | str | None = None,
        sex: Sex | str | None = None,
        with_: Iterable[str] | str = (),
        record: Record | None = None,
    ) -> Translations:
        """Translate codes along a map, in the order asked.

        Parameters
        ----------
        word
            The map.
        codes
            Codes of its source release, or one.
        block
            Which block of each source is worked out, by its number; default the lowest. With
            `Blocks.ALL` each one is, by itself.
        age
            At the encounter: years, or text such as ``27 days``; it is also taken for the age at
            onset. The rules of an International map ask for it.
        sex
            ``f`` or ``m``.
        with_
            Codes of the source release that the record also has. One that is not listed is not
            known.
        record
            All of this at once, with the age at onset and whether its concepts are all there are.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            If the word means no one map.
        UnknownCodeError
            If a code, or one of the record, is not in the map's source release.
        InputError
            If a code has no such block, or an age or a sex is none.
        """
        known = one_record(record, age=age, sex=sex, concepts=with_)
        held = self.map_record(self.maps.resolve(word))
        return translate(
            self.maps[held.name],
            codes,
            source_graph=self.map_graph(held.source_graph, held.source),
            target_graph=self.map_graph(held.target_graph, held.target),
            block=block,
            record=known,
        )

    def translate_many(
        self,
        word: str,
        frame: object,
        *,
        concept: str = "concept",
        age: str | None = None,
        sex: str | None = None,
        age_unit: AgeUnit | str = "years",
    ) -> Answer:
        """Translate a table of records, each as `translate` does with its age and sex.

        Parameters
        ----------
        word
            The map.
        frame
            A frame of pandas, Polars or PyArrow, or a mapping of columns; one row a record.
        concept
            Its column of codes of the map's source release.
        age, sex
            Its columns of ages at the encounter and of sexes (``f``, ``m``); default ``age`` and
            ``sex`` where it has them. What is missing or blank is not known.
        age_unit
            What a bare number in the ages counts: ``years``, ``months`` or ``days``.

        Returns
        -------
        pandas.DataFrame or pyarrow.Table
            The columns of `workbench.mapping.batch.BATCH_COLUMNS`: for each record a row a target,
            one more where a question is open, and one row that says why where there is neither.
            pandas for pandas, else Arrow.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            If the word means no one map.
        InputError
            If it is no such frame, or an age or a sex is none.
        """
        from workbench.mapping.batch import translate_many
        from workbench.workspace.records import record_columns

        columns = record_columns(frame, concept=concept, age=age, sex=sex)
        held = self.map_record(self.maps.resolve(word))
        return translate_many(
            self.maps[held.name],
            columns.codes,
            ages=columns.ages,
            sexes=columns.sexes,
            age_unit=age_unit,
            source_graph=self.map_graph(held.source_graph, held.source),
            target_graph=self.map_graph(held.target_graph, held.target),
        )

    def code_string(
        self,
        word: str,
        codes: Iterable[str] | str,
        *,
        block: int | str = Blocks.FIRST,
        record: Record = NOTHING_KNOWN,
    ) -> CodeString:
        """Give the whole string of codes of an episode, in the order in which it is sent.

        Parameters
        ----------
        word
            The map.
        codes
            The statements of the episode, codes of the map's source release, the main one first.
        block, record
            As in `translate`; a string takes one block of each source.

        Raises
        ------
        UnknownNameError, AmbiguousNameError, UnknownCodeError
            As `translate` does.
        InputError
            If a code has no such block, an answer holds several, or nobody has said what the
            targets of the map are codes of.
        """
        target = self.map_record(self.maps.resolve(word)).target
        if not target:
            problem = (
                f"map '{word}' does not say what its targets are codes of; add it with --target"
            )
            raise InputError(problem)
        answers = self.translate(word, codes, block=block, record=record)
        return episode_string(answers, system=parse_release(target).system)
