package citation

import "strings"

// class says what a word is known for. A word may be of several classes.
type class uint32

const (
	classFunction   class = 1 << iota // articles, prepositions, conjunctions
	classJournal                      // words and abbreviations of names of journals and proceedings
	classAlone                        // one word that is a journal's whole name
	classPublisher                    // words of names of publishers
	classPlace                        // cities, states and countries that print books
	classOrg                          // words of names of organisations
	classParticle                     // before a family name
	classSuffix                       // after a family name
	classMonth                        // months and seasons
	classVolume                       // "vol."
	classIssue                        // "no."
	classPages                        // "pp."
	classArticle                      // "Article", "ID" before an article number
	classSupplement                   // "Suppl", "Pt"
	classEdition                      // "ed.", "Aufl."
	classEditor                       // "eds.", "Hrsg."
	classAnd                          // between two names
	classIn                           // before the container
	classGenre                        // "thesis", "report"
	classNote                         // begins a remark: "Available", "Accessed"
	classAbbrev                       // abbreviations that end with a dot within a sentence
	classDegree                       // "PhD"
	classEvent                        // words of names of conferences
	classInitial                      // initials of more than one letter: "Yu.", "Th."
)

// words lists the lexicon. Words are folded to lower case and stand without their dot.
var words = []struct {
	class class
	list  string
}{
	{classFunction, `a an the of on in at by for from with without to into and or nor but as is are was were be been
		between among amongst under over after before during through via versus vs toward towards upon within
		against about across along around behind beyond than that this these those their its his her our your we it
		not no can do does how what why when where who which whose using based does should could may
		der die das des dem den ein eine einer eines und oder im am zu zur zum von vom mit für auf aus bei nach über
		unter zwischen als wie durch gegen ohne um an auch nicht ist sind sich
		le la les l un une des du de et ou en dans sur pour par avec sans chez entre vers aux au ce ces est sont que qui
		el los las una unos unas y o del al con sin sobre para por como más su sus se es
		o os as um uma do da dos das no na nos nas em e ou com sem pelo pela ao à às
		il lo gli i uno di del dello della dei degli delle nel nella sul sulla per con tra fra e ed che
		het een en van voor met op te bij uit naar
		och av til fra med som på i om er
		и в на с по для о об из от к у за при`},
	{classJournal, `j jour journal journals zh zeitschrift z revista rev revue review reviews rivista int intl international
		internat proc proceedings procs procedings ann annals annales annalen annu annual am amer american br brit
		british eur european acta arch archs archives archiv archivos archivio bull bulletin boletin boletín bollettino
		trans transactions lett letters mag magazine q quart quarterly soc society sci scis science sciences natl
		phys physics chem chemistry chemical biol biology biological med medicine medical medicinal res research surg surgery surgical
		clin clinical clinics dis diseases adv advances curr current opin opinion opinions trends exp experimental
		appl applied theor theoretical comput computing comp stat statist statistics math mathematics mathematical
		eng engineering engng environ environmental ecol ecology pharm pharmacol pharmacology psychol psychology psychiatry
		psychiat psychiatr neurosci neuroscience neurol neurology neurobiol oncol oncology immunol immunology microbiol microbiology
		virol virology genet genetics genomics biochem biochemistry biophys biophysics biotechnol biotechnology bioeng
		physiol physiology pathol pathology toxicol toxicology epidemiol epidemiology cardiol cardiology circ
		radiol radiology anesth anaesth anesthesiol pediatr pediatrics paediatr gastroenterol endocrinol metab nutr
		nutrition dent dentistry orthop orthopaedics vet veterinary agric agricultural agron food sci hortic entomol
		zool zoology bot botany botanical geol geology geophys geogr astron astrophys astronomy oceanogr meteorol
		mater materials metall nucl nuclear mol molecular struct cell cellular dev development dyn syst systems
		educ education econ economics econom sociol sociology polit hist history philos philosophy lang linguist
		ieee acm spie siam aip iop asme aiaa rsc frontiers front plos bmc pnas jama bmj nejm mnras apj apjs apjl aj
		jcp prl prb pra prd pre jhep jcap jgr grl embo febs faseb fems usa acad academy akad
		royal roy nat nature lond london japan japanese jpn chin chinese indian indian can canad canadian aust austral
		australian scand scandinavian ital italian german deutsche deutsches rus russ russian pol polish turk korean
		vestnik zhurnal журнал вестник известия труды научный cahiers studia studi estudios études jahrbuch jahrb jahresbericht
		mitteilungen berichte ber verhandlungen abhandlungen sitzungsberichte comptes rendus cr periodica lancet
		newsletter gazette chronicle yearbook almanac digest forum heft monatsschrift wochenschrift vierteljahresschrift
		vierteljahrshefte blätter tidsskrift tidskrift tijdschrift časopis notes record records report reports
		communications commun discuss symp symposium ser series sect section suppl supplement perspect perspectives interdiscip
		multidiscip behav behavior behaviour hum cogn cognitive soc social stud studies theory law pract practice
		mem memoirs memorias anais anales cadernos cuadernos arq arquivos resour conserv conservation biomed biomedical manag
		manage management sensors remote optics opt acoust acoustics electron electronics elec electrical mech mechanics mechanical
		comb algebra geom topol funct anal analysis inf inform information technol technology softw software`},
	{classAlone, `nature science cell lancet pnas bioinformatics genetics genomics neuron circulation blood cancer
		diabetes diabetologia chest stroke pain gut brain brian heart thorax spine radiology pediatrics anesthesiology neurology
		neuroscience ecology evolution heredity oecologia oikos planta phytochemistry biochemistry tetrahedron
		synthesis synlett angewandte langmuir macromolecules polymer carbon icarus isis mind synthese erkenntnis nous
		econometrica psychometrika biometrika biometrics technometrics automatica chaos physica nano small elife mbio
		gene genome virology vaccine hepatology gastroenterology kidney oncogene leukemia euphytica crop mycologia
		taxon blumea zootaxa hydrobiologia copeia auk condor ibis ardea biomaterials biochimie plos
		jama bmj mnras apj apjs apjl aj prl jhep jcap neuroimage cortex vision perception cognition cerebellum
		daedalus osiris speculum hermes gnomon mnemosyne eranos glotta phoenix representations october diacritics
		allergy lung bone infection nutrition appetite obesity sleep headache epilepsia dementia addiction aids maturitas
		metabolism endocrinology contraception fertility placenta early medicine surgery urology injury burns knee
		ergonomics demography geoderma geology geophysics lithos tectonophysics sedimentology radiocarbon quaternary
		matrix plasmid yeast virus viruses rice toxins toxicon toxicology nutrients molecules sensors materials energies
		sustainability water foods plants cells cancers antibiotics microorganisms biomolecules pharmaceutics diversity
		biorxiv arxiv medrxiv chemrxiv iscience chemosphere talanta desalination fuel energy optik optica soziologie
		mycoscience compost infomusa agronomie soziale`},
	{classPublisher, `ltd inc gmbh press verlag verlagsgesellschaft springer wiley elsevier books publishers publisher publishing publications
		editions éditions editorial editora edizioni presses sage routledge blackwell macmillan mcgraw hill addison wesley prentice hall
		pearson norton penguin freeman dover academic oxford cambridge oup cup mit birkhäuser birkhauser gruyter brill
		kluwer saunders mosby lippincott williams wilkins thieme karger churchill livingstone butterworth heinemann
		suhrkamp campus beltz nomos leske budrich juventa vandenhoeck ruprecht mohr siebeck kohlhammer klett reclam
		fischer rowohlt hogrefe huber transcript westdeutscher vs gallimard seuil puf dunod armand colin karthala harmattan
		mifflin houghton harper collins erlbaum guilford jossey bass kaufmann morgan crc taylor francis nova plenum
		marcel dekker pergamon palgrave polity verso continuum bloomsbury ashgate elgar harcourt brace basic
		издательство изд наука мир press`},
	{classPlace, `london york oxford cambridge boston chicago philadelphia washington baltimore princeton berkeley angeles stanford
		toronto montreal montréal ottawa vancouver sydney melbourne canberra paris lyon grenoble genève geneva genf zürich zurich
		bern basel wien vienna berlin münchen munich frankfurt hamburg köln cologne stuttgart heidelberg göttingen tübingen
		leipzig bonn düsseldorf wiesbaden opladen weinheim bielefeld marburg münster darmstadt mannheim freiburg mainz
		amsterdam rotterdam leiden dordrecht utrecht nijmegen hague brussels bruxelles leuven louvain gent copenhagen københavn kopenhagen
		stockholm uppsala lund oslo helsinki madrid barcelona lisboa lisbon porto roma rome milano milan torino
		bologna firenze florence napoli venezia budapest prague praha warszawa warsaw kraków moscow москва moskva petersburg
		athens istanbul ankara jerusalem haifa cairo delhi mumbai bombay calcutta kolkata bangalore beijing shanghai hong kong
		singapore tokyo kyoto osaka seoul taipei bangkok jakarta hoboken hillsdale mahwah thousand oaks beverly hills newbury
		englewood cliffs reading boca raton rockville bethesda atlanta dallas houston austin seattle portland denver
		minneapolis detroit pittsburgh cleveland columbus ithaca haven durham ann arbor bloomington urbana madison
		francisco diego jose louis paul orleans miami edinburgh glasgow manchester liverpool leeds sheffield birmingham bristol
		nottingham exeter dublin belfast cardiff basingstoke harmondsworth aldershot cheltenham chichester wallingford
		ny ma ca pa il nj md dc va nc tx wa mi mn oh wi ga fl ct ri nh usa uk england scotland wales ireland france
		germany deutschland italy spain switzerland schweiz austria österreich netherlands belgium sweden norway denmark
		finland poland russia canada australia zealand japan china india brazil brasil mexico méxico argentina chile paulo
		janeiro buenos aires bogotá lima santiago caracas florianópolis curitiba campinas salvador recife brasília
		massachusetts california connecticut pennsylvania illinois maryland virginia michigan texas florida mass calif
		м спб л киев минск new los san st`},
	{classOrg, `organization organisation committee commission council consortium group ministry minister department dept
		university universität université universidad universidade università institute institut instituto istituto association society
		agency bureau office center centre federation foundation board authority administration service services
		survey collaboration collab network team program programme initiative alliance union united nations world bank
		european national international federal academy academia college school hospital laboratory laboratories labs
		corporation corp inc ltd gmbh company co government parliament congress senate court trust fund investigators
		researchers trialists panel force project bundesamt bundesministerium statistisches statistik amt landesamt verband
		gesellschaft ministerium ministério ministerio ministère comité conseil conselho instituto associação asociación
		fao who unesco oecd iso ieee nist cdc nih eu un usda epa undp unicef imf iarc ipcc development core`},
	{classParticle, `de van von der den del della di da do dos das du la le les el al bin ibn ben ter ten te zu zum zur af av
		'd d' st mac mc y abu op vander vande dello degli auf dem vom e`},
	{classSuffix, `jr sr ii iii iv junior 2nd 3rd 4th jnr snr`},
	{classMonth, `january jan february feb march mar april apr may june jun july jul august aug september sep sept october oct
		november nov december dec spring summer fall autumn winter januar jänner februar märz mai juni juli oktober
		dezember janvier février mars avril juin juillet août septembre octobre novembre décembre enero febrero marzo abril
		mayo junio julio agosto septiembre octubre noviembre diciembre ene abr ago dic janeiro fevereiro março maio junho
		julho setembro outubro novembro dezembro fev mai set out dez gennaio febbraio aprile maggio giugno luglio
		settembre ottobre novembre dicembre frühjahr sommer herbst winter`},
	{classVolume, `vol vols volume volumes v bd bde band jg jahrgang jahrg tome tom t том т vol. koteloha årg 卷 巻 冊 册 권 כרך المجلد مجلد`},
	{classIssue, `no nos nr nrs n num núm number issue iss h heft fasc fascicule fascículo № nº n° nº ausgabe hft numéro número вып выпуск 号 號 期 호 גיליון العدد عدد`},
	{classPages, `pp p pg pgs page pages s ss seite seiten pag pág págs стр с str 页 頁 쪽 עמ ص`},
	{classArticle, `article art artikel id paper no e`},
	{classSupplement, `suppl supplement supp pt part sup sonderheft beiheft special spec`},
	{classEdition, `ed edn edition aufl auflage édition edición edição éd ausg ausgabe изд издание ediz edizione edição uitg druk wyd 版 판`},
	{classEditor, `ed eds edd editor editors hrsg hg hgg hrg org orgs coord coords dir dirs éds éd ред editores editor comp comps herausgeber`},
	{classAnd, `and und et y e og och en i и dan ve és`},
	{classIn, `in dans en em`},
	{classGenre, `thesis dissertation diss diplomarbeit masterarbeit habilitation thèse tese tesis dissertação habil
		masterthesis doctoral`},
	{classNote, `available accessed retrieved cited pubmed medline epub crossref pmcid pmid abgerufen zugriff verfügbar
		disponible disponível acesso consulté stand translated transl trans reprint reprinted übersetzt unpublished
		unveröffentlicht google scholar url download view isi discussion erratum preprint viewed online print web`},
	{classAbbrev, `vs sp spp ssp subsp var cv st dr mr mrs prof no nos vol fig figs ca cf al etc approx resp viz ie eg mt ft pv
		bv f nov gen ed eds inc ltd co corp univ dept bzw usw hrsg nr jh sog z.b i.e e.g u.s u.s.a a.m v p pp d aff nom`},
	{classDegree, `phd md msc mph dds dvm mba bsc ma frcp facc`},
	{classEvent, `proc proceedings procs conference conf symposium symp workshop congress meeting colloquium konferenz tagung kongress
		congresso congreso actes annual cvpr nips neurips icml iclr aaai ijcai acl emnlp naacl iccv eccv icassp infocom sigmod vldb
		sigcomm sosp osdi stoc focs soda icra iros chi kdd www`},
	{classInitial, `yu ya th ch chr ph yo zh sh kh ts jo ju je wm geo chas jas thos alex fr ed ge`},
}

// lexicon holds the classes of every known word.
var lexicon = func() map[string]class {
	m := make(map[string]class, 2000)
	for _, w := range words {
		for s := range strings.FieldsSeq(w.list) {
			m[s] |= w.class
		}
	}
	return m
}()

// classOf returns the classes of a word in any case.
func classOf(w string) class {
	if len(w) > 24 {
		return 0
	}
	var buf [24]byte
	for i := range len(w) {
		c := w[i]
		if c >= 0x80 {
			return lexicon[strings.ToLower(w)]
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		buf[i] = c
	}
	return lexicon[string(buf[:len(w)])]
}
