"""What people write in the scenarios, where the rehearsal's cast has no words for it."""

FALLS_IN_BRENT = """\
Dear team,

We would like to express an interest in the ACE programme.

Older people in Brent who fall are passed between five services that do not share a record. We want
to bring those services and the people who use them round one table. We work in North West London.

We would try a single first visit, by a therapist and a housing officer together.

Amara Okafor
Community health lead, Brent Community Trust
07700 900112
"""

NO_BOROUGH = """\
Hello,

This is an expression of interest. We are three hospices that want to learn with families what a
good Sunday would be for somebody who is dying at home, and to try it for twelve weeks.

Kit Larsen, Director, Three Hospices
"""
