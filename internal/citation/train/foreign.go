package main

import (
	"strconv"
	"strings"

	"github.com/refcheck/refcheck/internal/citation/gold"
)

// script is what references in a script are made of, where no labelled ones are at hand: words that
// stand for names, titles and journals, and the ways in which they are printed.
type script struct {
	family, given      []string // given names or initials
	between            string   // family and given name
	and                string   // between two names
	title, container   []string // words
	space              string   // between words
	places, publishers []string
	styles             []style
}

// scripts are those that the published sets hardly hold.
var scripts = []script{
	{
		family: strings.Fields("Иванов Петров Сидоров Кузнецов Попов Смирнова Волкова Морозов Новиков Фёдоров Шевченко Коваленко"), given: strings.Fields("А.А. И.И. П.П. В.С. Н.М. Е.Ю. О.В. Л."),
		between: " ", and: ", ", title: strings.Fields("слушание как лечение основы физики и химии методы анализа данных о развитии региональной экономики в условиях кризиса исследование влияния температуры на свойства материалов история русской литературы"),
		container: strings.Fields("Вестник университета Журнал экспериментальной физики Известия академии наук Вопросы философии Успехи химии"), space: " ",
		places: []string{"М.", "СПб.", "Москва", "Киев", "Новосибирск", "Л."}, publishers: []string{"Наука", "Мир", "Высшая школа", "Изд-во МГУ", "Наукова думка", "Политиздат"},
		styles: []style{
			{parts: []string{"|a| ", "|t| // ", "|c|. ", "|y|. ", "Т. |v|, ", "№ |i|. ", "С. |p|", "."}},
			{parts: []string{"|a| ", "|t| // ", "|c|. – ", "|y|. – ", "Т. |v|. – ", "№ |i|. – ", "С. |p|", "."}},
			{parts: []string{"|a|. ", "|t|. ", "|c|, ", "|y|, ", "т. |v|, ", "№ |i|, ", "с. |p|", "."}},
			{parts: []string{"|a|, ", "|t|, ", "|c| ", "|v|", ", |p|", " (|y|)", "."}},
			{parts: []string{"|a| ", "|t|. ", "|o| ", "|l|: ", "|u|, ", "|y|. ", "|n|", "."}},
			{parts: []string{"|a|. ", "|t|. – ", "|l|: ", "|u|, ", "|y|. – ", "|n|", "."}},
		},
	},
	{
		family: strings.Fields("王 李 张 刘 陈 杨 赵 黄 周 吴"), given: strings.Fields("小明 华 伟 芳 秀英 敏 静 强 磊 军 建国"), and: ", ",
		title:     strings.Fields("潮间带 贻贝 的 节律 研究 基于 深度 学习 图像 识别 方法 中国 经济 发展 与 分析 高校 教育 改革 影响 因素 及其 应用"),
		container: strings.Fields("海洋 学报 中国 科学 大学 管理 世界 物理 化学 通报 计算机 杂志 教育 研究"),
		places:    strings.Fields("北京 上海 广州 南京"), publishers: strings.Fields("科学出版社 人民出版社 商务印书馆 高等教育出版社 清华大学出版社"),
		styles: []style{
			{parts: []string{"|a|. ", "|t|[J]. ", "|c|, ", "|y|", ", |v|", "(|i|)", ": |p|", "."}},
			{parts: []string{"|a|. ", "|t|[J]. ", "|c|, ", "|y|", "(|i|)", ":|p|", "."}},
			{parts: []string{"|a|：", "《|t|》，", "《|c|》", "|y|年", "第|i|期", "，第|p|页", "。"}},
			{parts: []string{"|a|. ", "|t|[M]. ", "|l|: ", "|u|, ", "|y|", ": |p|", "."}},
			{parts: []string{"|a|，", "|t|，", "|c|，", "|v|卷", "|i|期", "，|y|年", "，|p|页", "。"}},
		},
	},
	{
		family: strings.Fields("山田 鈴木 佐藤 田中 高橋 伊藤 渡辺 中村 小林"), given: strings.Fields("太郎 一郎 花子 健 美咲 直樹 恵"), and: "・",
		title:     strings.Fields("静けさ の 研究 における 分析 日本 社会 と 文化 について 看護 教育 に関する 調査 方法 システム の 開発 データ"),
		container: strings.Fields("日本 医学 雑誌 学会 論文誌 研究 紀要 社会学 評論 情報処理 看護"),
		places:    strings.Fields("東京 京都 大阪"), publishers: strings.Fields("岩波書店 東京大学出版会 有斐閣 医学書院 みすず書房"),
		styles: []style{
			{parts: []string{"|a| ", "(|y|)", "「|t|」", "『|c|』", "|v|巻", "|i|号", "、|p|頁", "。"}},
			{parts: []string{"|a|", "「|t|」", "『|c|』", "第|v|巻", "第|i|号", "、|y|年", "、|p|頁", "。"}},
			{parts: []string{"|a|: ", "|t|. ", "|c|, ", "|v|", "(|i|)", ", |p|", ", |y|", "."}},
			{parts: []string{"|a|", "『|t|』", "|u|、", "|y|年", "。"}},
			{parts: []string{"|a| ", "(|y|)", "『|t|』", "|l|：", "|u|", "。"}},
		},
	},
	{
		family: strings.Fields("김 이 박 최 정 강 조"), given: strings.Fields("철수 영희 민수 지영 현우 서연"), and: ", ",
		title:     strings.Fields("조용함의 연구 한국 사회의 변화에 관한 분석 교육 효과에 대한 영향 요인 간호사의 경험과 인식"),
		container: strings.Fields("한국의학회지 대한간호학회지 한국사회학 교육학연구"), space: " ",
		places: strings.Fields("서울 부산"), publishers: strings.Fields("학지사 박영사 서울대학교출판부"),
		styles: []style{
			{parts: []string{"|a|. ", "|t|. ", "|c|. ", "|y|", ";|v|", "(|i|)", ":|p|", "."}},
			{parts: []string{"|a| ", "(|y|). ", "|t|. ", "|c|, ", "|v|", "(|i|)", ", |p|", "."}},
			{parts: []string{"|a| ", "(|y|). ", "|t|. ", "|l|: ", "|u|", "."}},
		},
	},
	{
		family: strings.Fields("כהן לוי מזרחי פרץ ביטון אברהם פרידמן"), given: strings.Fields("שלום דוד יעל רחל מ' א' ר'"), between: " ", and: ", ",
		title:     strings.Fields("מחקר על שקט בבית החולים השפעת הטיפול על בריאות הציבור בישראל היסטוריה של החינוך העברי"),
		container: strings.Fields("הרפואה מגמות עיונים בחינוך קתדרה תרביץ"), space: " ",
		places: []string{"ירושלים", "תל אביב"}, publishers: []string{"מאגנס", "עם עובד", "הקיבוץ המאוחד", "כתר"},
		styles: []style{
			{parts: []string{"|a|. ", "|t|. ", "|c|. ", "|y|", ";|v|", "(|i|)", ":|p|", "."}},
			{parts: []string{"|a| ", "(|y|). ", "|t|. ", "|c|, ", "|v|", "(|i|)", ", |p|", "."}},
			{parts: []string{"|a| ", "(|y|). ", "|t|. ", "|l|: ", "|u|", "."}},
		},
	},
	{
		family: strings.Fields("محمد حسن علي إبراهيم السيد الخطيب رضایی احمدی"), given: strings.Fields("أحمد محمود فاطمة سعيد زینب علی"), between: " ", and: "، ",
		title:     strings.Fields("دراسة الصمت في المستشفيات أثر التعليم على التنمية الاقتصادية في العالم العربي تاريخ الأدب الحديث بررسی تأثیر آموزش بر سلامت"),
		container: strings.Fields("مجلة الطب العلوم الاجتماعية جامعة دمشق مجله دانشگاه"), space: " ",
		places: []string{"القاهرة", "بيروت", "تهران", "دمشق"}, publishers: []string{"دار الفكر", "دار المعارف", "مكتبة لبنان"},
		styles: []style{
			{parts: []string{"|a|. ", "|t|. ", "|c|. ", "|y|", "؛ |v|", " (|i|)", ": |p|", "."}},
			{parts: []string{"|a| ", "(|y|). ", "|t|. ", "|c|، ", "المجلد |v|، ", "العدد |i|، ", "ص |p|", "."}},
			{parts: []string{"|a| ", "(|y|). ", "|t|. ", "|l|: ", "|u|", "."}},
		},
	},
}

// foreign makes a reference in another script of words at random and the figures of a real one.
func (m *maker) foreign() gold.Row {
	s := pick(m, scripts)
	k := m.known(m.fact())
	delete(k, "authors")
	k["a"] = s.names(m)
	k["t"], k["c"] = s.words(m, s.title, 3+m.IntN(7)), s.words(m, s.container, 2+m.IntN(2))
	k["l"], k["u"] = pick(m, s.places), pick(m, s.publishers)
	if s.family[0] == "Иванов" {
		k["n"] = strconv.Itoa(80+m.IntN(600)) + " с"
		if m.IntN(2) == 0 {
			k["o"] = pick(m, []string{"2-е изд.", "3-е изд., перераб.", "4-е изд., перераб. и доп."})
		}
	}
	if strings.HasPrefix(k["i"], "S") {
		k["i"] = "2"
	}
	return m.render(pick(m, s.styles), k)
}

// names returns one to three names.
func (s *script) names(m *maker) string {
	var names []string
	for range 1 + m.IntN(3) {
		names = append(names, pick(m, s.family)+s.between+pick(m, s.given))
	}
	return strings.Join(names, s.and)
}

// words returns a run of n words.
func (s *script) words(m *maker, of []string, n int) string {
	n = min(n, len(of))
	at := m.IntN(len(of) - n + 1)
	return strings.Join(of[at:at+n], s.space)
}
