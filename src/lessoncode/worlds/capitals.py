"""Countries and their capitals.

    >>> from lessoncode.worlds.capitals import CAPITALS
    >>> CAPITALS["peru"], len(CAPITALS)
    ('lima', 56)

Several worlds take their facts from this list.
"""

CAPITALS = {
    "albania": "tirana", "algeria": "algiers", "argentina": "buenos aires", "armenia": "yerevan",
    "austria": "vienna", "belgium": "brussels", "bulgaria": "sofia", "canada": "ottawa",
    "chile": "santiago", "china": "beijing", "croatia": "zagreb", "cuba": "havana",
    "denmark": "copenhagen", "egypt": "cairo", "estonia": "tallinn", "ethiopia": "addis ababa",
    "finland": "helsinki", "france": "paris", "germany": "berlin", "ghana": "accra",
    "greece": "athens", "hungary": "budapest", "iceland": "reykjavik", "india": "new delhi",
    "iran": "tehran", "iraq": "baghdad", "ireland": "dublin", "italy": "rome",
    "jamaica": "kingston", "japan": "tokyo", "kenya": "nairobi", "latvia": "riga",
    "lebanon": "beirut", "libya": "tripoli", "mexico": "mexico city", "mongolia": "ulaanbaatar",
    "morocco": "rabat", "nepal": "kathmandu", "norway": "oslo", "oman": "muscat",
    "pakistan": "islamabad", "peru": "lima", "poland": "warsaw", "portugal": "lisbon",
    "romania": "bucharest", "russia": "moscow", "senegal": "dakar", "serbia": "belgrade",
    "somalia": "mogadishu", "spain": "madrid", "sudan": "khartoum", "sweden": "stockholm",
    "syria": "damascus", "thailand": "bangkok", "turkey": "ankara", "vietnam": "hanoi",
}  # fmt: skip
