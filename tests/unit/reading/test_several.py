"""One person with two projects in one mail: announced clearly, they are counted; else it is one."""

from __future__ import annotations

import pytest

from ace_mailbot.reading import several

FALLS = "Older people in Brent who fall wait long for help, and we want to try a shared line."
DENTIST = (
    "Refugees in Ealing wait a year for a dentist. We want to learn what a visit must be like."
)


@pytest.mark.parametrize(
    "text",
    [
        f"Project 1: {FALLS}\n\nProject 2: {DENTIST}",
        f"**Project one**\n{FALLS}\n\n**Project two**\n{DENTIST}",
        f"First project - falls\n\n{FALLS}\n\nSecond project - dentists\n\n{DENTIST}",
        f"Idea A: {FALLS}\nIdea B: {DENTIST}",
        f"Proyecto 1: {FALLS}\n\nProyecto 2: {DENTIST}",
        f"Project title: Falls\nSummary: {FALLS}\n\nProject title: First visit\nSummary: {DENTIST}",
        f"We would like to put forward two separate projects. {FALLS} {DENTIST}",
        f"Dear all, we have two ideas for you. {FALLS} {DENTIST}",
        f"I am submitting 2 expressions of interest:\n\n{FALLS}\n\n{DENTIST}",
    ],
)
def test_two_projects_are_counted(text: str) -> None:
    assert several.projects(text) == 2


@pytest.mark.parametrize(
    "text",
    [
        FALLS,
        f"{FALLS} We have two projects running in the borough already.",
        f"{FALLS} The project has 2 parts. Part 1: a line. Part 2: a team.",
        f"Project 1: {FALLS}",
        f"Project 1\nProject 2\n\n{FALLS}",
        f"{FALLS}\n\nStep 1: we meet.\nStep 2: we try it out with 20 families in the winter.",
        f"{FALLS} It grew out of two earlier bids. A second idea may follow next year.",
        f"Project title: Falls\nSummary: {FALLS}\nSummary: {FALLS}",
        f"{FALLS} There are three ideas behind it.",
    ],
)
def test_one_project_is_one(text: str) -> None:
    assert several.projects(text) == 1
