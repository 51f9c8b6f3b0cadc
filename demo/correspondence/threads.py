"""Longer conversations of the demo, by the subject of their case. ">" is from the person, "<" from the office and "#" a
note that only the office reads."""

THREADS = {
    "Lift out of order at Stratford, platform 3": """
< Thank you for telling me, and I am sorry. I have asked Transport for London why the lift is still out and when it will run again. I will write to you by Friday, whatever they say.
# Rang the TfL stakeholder team. A part comes from Germany. They promise a date in writing.
> Thank you. I went on Wednesday and it was taped off again. There was no sign at the entrance, so I only saw it on the platform.
< That should not happen. I have sent your photograph to them and asked for a sign at the entrance as well. Could you tell me what time you usually travel?
> I am there at 7.40 in the morning and at 5.20 in the evening, on weekdays. On Thursdays I work from home.
< TfL write that the part arrived on Monday and that the lift will be tested next week. Until then they will send a taxi if you press the help point and say the word “lift”. You should not have to pay.
> I tried the help point. The person there had not heard of the taxi. I waited for half an hour and took the bus.
# This is the second promise that did not reach the station. Written to the area manager, copied to Adaeze.
< I am sorry. I have the name of the area manager now and have asked that every shift is told in writing. Please tell me if it happens again.
> It worked today! The man knew about it at once. Thank you.
< I am glad. I will leave the case open until the lift runs.
> There is a notice now. It says “in service from 4 December”.
< They have told me the same. Adaeze has also put a question to the Mayor about lifts that are out for more than a month. I will send you the answer.
> That is more than I hoped for. My neighbour on the second floor has the same trouble at Plaistow. Should she write to you too?
< Yes, please do send her our way: the form takes about ten minutes, and she can ring us if she would rather.
> I have told her. I will write again on the 4th, with good news I hope.
""",
    "Hate on the wall of our synagogue": """
< I am so sorry that this was done, and done again. Are you safe, and has anyone been threatened? If something happens now, please call 999.
> Nobody was hurt. People are frightened to come on Friday evening, above all the older ones.
< I have spoken to the borough commander’s office. An officer will be outside from five o’clock this Friday and next, and someone will come on Tuesday to look at the cameras with you.
# Spoke to Insp. Dale's office, reference in the shared mailbox. They want the footage of both nights.
> Thank you. Two officers came and stayed to the end. Several people cried, in a good way.
< I am glad they came. I will ask what happens after next Friday and write to you by the 8th.
""",
    "Cladding works stopped in June": """
< Thank you for writing. Could you tell me who owns the building, and whether you have had a letter about a fund that pays for the works?
> The owner is a company in Jersey. The agent says that City Hall has not paid. There are 88 flats and we cannot open the windows.
# City Hall pays this fund in stages. Ask the building safety team which stage is open.
< City Hall says that the second payment waits for a paper from the owner’s surveyor. I have written to the agent and asked for the date on which they sent it.
> The agent told the residents’ meeting that they sent it in July.
< They cannot show me that. I have asked both to meet, and Adaeze will be there. It is on Thursday at ten.
> Can one of us come?
< Yes. Please choose two people and send me their names. I will send you the address.
""",
    "Dial-a-Ride refused three times this month": """
< I am sorry that you missed the clinic. May I tell Dial-a-Ride your name and your member number, so that they can look up the three bookings?
> Yes. It is 40417. Please do it before the 9th if you can, that is the next one.
< I have. They have booked you for the 9th, there at nine and back at half past eleven, and they will ring you the day before.
> They rang! Thank you, thank you.
""",
    "Young people’s free travel card never came": """
< Thank you. I have asked TfL to look for the application. Please keep the receipts of the fares that she paid.
> I have £96 of receipts. I have put a picture of them here.
< They found it: the photograph had been refused and the message about it went to an old address. A card is on its way and they will pay the £96 back.
""",
    "Knife bin outside the library is full": """
< Thank you for saying so. The bin belongs to a charity that empties it with the police. I have told both, and said that children reach into it.
# The charity had the old contact at the library. Give them ours.
> It was emptied on Thursday. They put a lock on it too.
""",
}
REPLIES = [
    "Thank you for writing to us about this. I have asked {third} what they know and what they plan to do. I will write to you again when I have an answer.",
    "I am sorry for the trouble this gives you. I have written to {third} today and asked for a date. You do not need to do anything for now.",
    "Thank you. This is for {third} to put right, and I have asked them to. If you have a photograph or a letter about it, please add it here: it helps.",
    "Thank you for the details. Adding them up, I think that you have a good case. I have put it to {third}.",
]
QUESTIONS = [
    "Thank you for writing. Could you tell me on which days, and at about what time, it happens?",
    "Thank you. May we give {third} your name when we ask them, or would you rather stay out of it?",
    "Thank you for writing. Have you had an answer from {third} already? If you have, please add it here.",
    "I would like to take this up. Could you send me a photograph, or the number on the letter that you had?",
]
NOTES = [
    "Same officer at {third} as for the last two. Ask for one date for all three.",
    "Rang {third}: they will look and ring back by the end of the week.",
    "Member would like to see the answer before it goes out.",
    "Check the answer to the Mayor’s Question from September first.",
    "{third} has a new contact for this, the list in the office is old.",
    "Prefers short letters. Ring only in the afternoon.",
]
OUTCOMES = [
    "Put right by {third}",
    "{third} explained the rule; the person is content",
    "Refund paid",
    "Passed to the council with the person’s agreement",
    "Answered: facts and figures sent",
    "{third} will not change it; the person knows how to complain",
]
NEWS = [
    "Is there any news?",
    "It happened again this morning, so I thought I had better tell you.",
    "I have had a letter from them now. Shall I send it?",
]
THIRD_PARTIES = {
    "transport": "Transport for London",
    "policing": "the Metropolitan Police",
    "fire": "the London Fire Brigade",
    "housing": "the Greater London Authority",
    "environment": "the Greater London Authority",
}
