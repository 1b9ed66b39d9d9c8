package match

// weights are the logarithms of odds that each feature adds.
var weights = vector{
	bias: -6, titleSame: 4, titleRare: 4, titleCut: 3, titleNear: 3, titleClose: 1, titlePart: -1, titleOther: -5, titleUncited: 0,
	authorsSame: 3, authorsFirst: 1.5, authorsSome: 0, authorsNone: -3.5, authorsUncited: 0, authorsMany: 2,
	containerSame: 2, containerOther: -1.5, yearSame: 1, yearNear: 0, yearOther: -1.2, volumeSame: 2, volumeOther: -1.5,
	issueSame: .5, issueOther: -.5, pageSame: 3, pageOther: -1.5, locatorSame: 1, locatorFull: 2, doiSame: 4, doiOther: -.5, pmidSame: 4, pmidOther: -.5,
	kindOther: -5, titleTail: -2, barren: -4,
}
