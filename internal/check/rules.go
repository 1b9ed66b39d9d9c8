package check

// rules explains every rule; SARIF, `refcheck explain` and reports take their words from here.
var rules = [ruleCount]Rule{
	ruleNotFound: {
		ID: "not-found", Severity: Error, Meaning: "No registry asked holds such a work",
		Explanation: "Every registry that was asked has answered, and none holds a work that could be the one cited. " +
			"For a journal article with volume and pages that is an error: such articles are registered, and a reference to one that nobody knows " +
			"may be invented or badly garbled. Books, reports, theses, web pages, standards and old works are often in no registry; for them " +
			"it is a warning, and the message says why.",
		Advice: "Look the work up by its title at the publisher or in a library. If it exists, correct what the reference says of it, and add its DOI " +
			"where it has one. If it cannot be found anywhere, do not cite it.",
	},
	ruleTitle: {
		ID: "mismatch/title", Severity: Error, Meaning: "The cited title is not that of the work",
		Explanation: "The rest of the reference points to one work with certainty, and that work has another title. Capitals, punctuation, markup, " +
			"diacritics, a left-out subtitle and translations that the registry knows are not differences.",
		Advice: "Compare the two titles. A slip is corrected; if the titles are of different works, find out which of them is meant.",
	},
	ruleAuthor: {
		ID: "mismatch/author", Severity: Error, Meaning: "The cited authors are not those of the work",
		Explanation: "The work is certain, and its byline differs: an author is missing or added, or has another name. Initials, diacritics, the order of " +
			"family and given name, and a list cut with “et al.” are not differences.",
		Advice: "Take the names from the work itself. Where the registry's own list is wrong or incomplete, ignore the finding with that reason.",
	},
	ruleContainer: {
		ID: "mismatch/container", Severity: Error, Meaning: "The work did not appear in the cited journal or book",
		Explanation: "The work is certain, and it appeared in another journal, book or proceedings. Abbreviations, former names and series that the " +
			"registry knows are not differences.",
		Advice: "Cite where the work appeared. Make sure that a journal of a similar name is not mistaken for it (Nature and Nature Physics, say).",
	},
	ruleYear: {
		ID: "mismatch/year", Severity: Error, Meaning: "The cited year is not that of the work",
		Explanation: "The work is certain, and it was issued in another year. The years of the online and of the printed version both count as right.",
		Advice:      "Take the year from the work itself.",
	},
	ruleVolume: {
		ID: "mismatch/volume", Severity: Error, Meaning: "The cited volume is not that of the work",
		Explanation: "The work is certain, and it stands in another volume. Readers who follow the volume do not find it.",
		Advice:      "Take the volume from the work itself.",
	},
	ruleIssue: {
		ID: "mismatch/issue", Severity: Warning, Meaning: "The cited issue is not that of the work",
		Explanation: "The work is certain, and it stands in another issue of the volume. Where volume and first page are right the work is found all the " +
			"same, and it is only a note.",
		Advice: "Take the issue from the work itself, or leave it out where the style allows that.",
	},
	rulePage: {
		ID: "mismatch/page", Severity: Error, Meaning: "The cited pages are not those of the work",
		Explanation: "The work is certain, and it stands on other pages or has another article number. Short ranges (1138–61) are not differences; a wrong " +
			"last page alone is a warning.",
		Advice: "Take the pages from the work itself. Where a passage of it was meant, say so in the text and give the work's own pages here.",
	},
	rulePublisher: {
		ID: "mismatch/publisher", Severity: Note, Meaning: "The cited publisher is not the registered one",
		Explanation: "The work is certain, and it is registered by another publisher. Imprints and publishers that were bought make this common.",
		Advice:      "Make sure that the edition is the one meant; otherwise nothing needs to be done.",
	},
	rulePMID: {
		ID: "mismatch/pmid", Severity: Error, Meaning: "The cited PMID belongs to another work",
		Explanation: "The work that is described is certain, and PubMed knows it under another number. Readers who follow the cited one reach another work.",
		Advice:      "Take the PMID from the record of the work.",
	},
	ruleISBN: {
		ID: "mismatch/isbn", Severity: Note, Meaning: "The cited ISBN is not among those of the work",
		Explanation: "The work is certain, and the registry has other ISBNs for it. Each edition and binding has its own, and registries seldom hold all.",
		Advice:      "Make sure that the ISBN is that of the edition cited.",
	},
	ruleType: {
		ID: "mismatch/type", Severity: Note, Meaning: "The work is of another kind than the reference says",
		Explanation: "The work is certain, and it is registered as something else: a chapter, say, that is cited as an article.",
		Advice:      "Correct the type of the entry, since styles print each type in their own way.",
	},
	ruleDOI: {
		ID: "wrong-doi", Severity: Error, Meaning: "The cited DOI or arXiv id does not exist or belongs to another work",
		Explanation: "The work that is described is certain, and the cited DOI is not its own: nobody has registered it, or it leads to another work. The " +
			"message names the DOI of the work that is described, where it has one.",
		Advice: "Replace the DOI by that of the work. If the DOI is right, the rest of the reference is wrong.",
	},
	ruleRetracted: {
		ID: "retracted", Severity: Error, Meaning: "The work was retracted or withdrawn",
		Explanation: "A registry says that the work was taken back. That holds whatever the verdict is: the reference itself may be flawless.",
		Advice: "Read the notice. Do not rely on the work; where it is cited on purpose (as a case of misconduct, say), mark it as retracted, cite the " +
			"notice as well, and ignore the finding with that reason.",
	},
	ruleConcern: {
		ID: "expression-of-concern", Severity: Warning, Meaning: "An expression of concern was published about the work",
		Explanation: "The journal has published doubts about the work, often while it is still being investigated.",
		Advice:      "Read the notice and decide whether the work still carries what it is cited for.",
	},
	ruleCorrected: {
		ID: "corrected", Severity: Note, Meaning: "A correction of the work was published",
		Explanation: "An erratum or corrigendum of the work is registered. Most concern details.",
		Advice:      "Make sure that what the work is cited for is not among what was corrected.",
	},
	ruleSuperseded: {
		ID: "superseded", Severity: Note, Meaning: "A newer version of the work was published",
		Explanation: "The registry links the work to a version that takes its place: a preprint to the article, say.",
		Advice:      "Cite the newer version, whose identifier the message gives, where it says the same.",
	},
	ruleReinstated: {
		ID: "reinstated", Severity: Note, Meaning: "The work was retracted, and later reinstated",
		Explanation: "A retraction of the work was undone: it counts as published again, and its retraction is not reported.",
		Advice:      "Nothing needs to be done; readers who remember the retraction may be glad of a word about it.",
	},
	ruleEdition: {
		ID: "newer-edition", Severity: Note, Meaning: "A newer edition of the book is registered",
		Explanation: "Among the books of this title and author that the registries gave is one with the number of a later edition.",
		Advice:      "Cite the newer edition, unless it is the older one that was used: pages and chapters differ.",
	},
	ruleDuplicate: {
		ID: Duplicate, Severity: Warning, Meaning: "The reference cites the same work as an earlier one",
		Explanation: "Two entries of the bibliography name one work: by the same identifier, or by the same text. Both were checked.",
		Advice:      "Keep one of them and let the text cite that.",
	},
	ruleVersion: {
		ID: "other-version", Severity: Note, Meaning: "An earlier reference cites another version of the same work",
		Explanation: "Of two entries of the bibliography with one title and first author, one is a preprint and one is published. Both were checked.",
		Advice:      "Cite the published version alone, unless the difference between the two is meant.",
	},
	ruleNotCompared: {
		ID: "not-compared", Severity: Note, Meaning: "Nothing is cited but an identifier",
		Explanation: "The identifier exists, but the reference says nothing that could be compared with its work. Whether it is the work meant, nobody can say.",
		Advice:      "Add authors, title and year, so that a wrong identifier can be told.",
	},
	ruleUnchecked: {
		ID: NotAnswered, Severity: Warning, Meaning: "Nobody could know: a registry that may hold the work did not answer",
		Explanation: "A registry was down, refused, limited the rate or sent what could not be read, or the run was cut short. That is never taken for the " +
			"absence of a work. The exit status is 3.",
		Advice: "Run again later; answers so far are kept, and only what is missing is asked for.",
	},
	ruleMalformed: {
		ID: Malformed, Severity: Warning, Meaning: "Something in the file is not as its format wants it",
		Explanation: "An entry is not closed, an @string is not defined, a line is no reference. The rest of the file was read. Where something may have been " +
			"lost it is an error, and the exit status is 2.",
		Advice: "Correct the file at the place named.",
	},
}
