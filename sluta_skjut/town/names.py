"""Names as they are heard in Malmö, the same for staff, clients and everybody else in town."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from faker import Faker

SHARE_OF_COMMON_NAMES = 0.5
SHARE_OF_MIXED_NAMES = 0.2


@dataclass(frozen=True, slots=True)
class Name:
    """A first and a last name, together somebody who does not exist."""

    first: str
    last: str

    def __str__(self) -> str:
        return f"{self.first} {self.last}"


@dataclass(frozen=True, slots=True)
class Household:
    """First and last names often heard together."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    last: tuple[str, ...]


def _household(women: str, men: str, last: str) -> Household:
    return Household(tuple(women.split()), tuple(men.split()), tuple(last.split()))


HOUSEHOLDS = (
    _household(
        "Agnes Alva Ebba Elsa Ester Freja Hedda Ingrid Linnéa Moa Saga Signe Tove Åsa Ylva",
        "Albin Arvid Axel Edvin Elias Gustav Hampus Isak Love Melker Nils Olle Sixten Åke Östen",
        "Ahlström Bengtsson Dahlgren Ekdahl Hallberg Hägg Lindqvist Mårtensson Nyberg Rosén "
        "Sjöholm Svärd Åberg Öberg Östlund",
    ),
    _household(
        "Adna Amina Azra Dženana Edina Emina Jasmina Lejla Mersiha Selma Senada Vedrana",
        "Adnan Almir Dino Edin Emir Haris Jasmin Kenan Mirza Nedim Samir Vedad",
        "Begić Delić Halilović Hadžić Hodžić Imamović Kovačević Mehić Mujić Omerović Softić Žunić",
    ),
    _household(
        "Ana Biljana Dragana Ivana Jelena Milena Nataša Sanja Snežana Vesna",
        "Aleksandar Bojan Darko Dejan Goran Ivan Marko Nikola Saša Zoran",
        "Đorđević Ilić Jovanović Marković Nikolić Pavlović Petrović Stanković Tomić Živković",
    ),
    _household(
        "Albulena Arta Blerta Drita Fjolla Flutura Mimoza Shqipe Valbona Vlora",
        "Agim Arben Besnik Blerim Dardan Driton Fatmir Ilir Kujtim Valon",
        "Bajrami Berisha Gashi Hoxha Krasniqi Morina Rexhepi Shala Thaçi Zeqiri",
    ),
    _household(
        "Aya Dalal Farah Hanan Huda Iman Layla Mariam Noor Rania Reem Salma Yasmin Zainab",
        "Ahmad Amir Bilal Fadi Hassan Hussein Ibrahim Karim Mahmoud Omar Rami Tarek Yousef Ziad",
        "Abbas al-Hassan Al-Jabiri Awad Darwish El-Khatib Haddad Hamdan Khalil Mansour Nasser "
        "Saleh Shaheen Zidan",
    ),
    _household(
        "Agnieszka Barbara Beata Ewa Joanna Katarzyna Małgorzata Monika Zofia",
        "Andrzej Grzegorz Krzysztof Łukasz Marek Paweł Piotr Tomasz Wojciech",
        "Dąbrowska Grabowski Jankowski Kamiński Kaczmarek Lewandowski Nowak Wójcik Zieliński",
    ),
    _household(
        "Ayşe Berfin Elif Fatma Gülsüm Nazlı Rojda Seda Zeynep",
        "Azad Baran Cem Deniz Emre Hakan İlhan Mehmet Serdar Yusuf",
        "Aydın Çelik Demir Kaplan Kılıç Öztürk Şahin Yıldız Yılmaz",
    ),
    _household(
        "Anahita Fereshteh Golnaz Laleh Maryam Nasrin Parisa Shirin Zahra",
        "Ali Arash Behzad Farhad Hamid Kaveh Mehdi Navid Reza",
        "Ahmadi Ebrahimi Ghorbani Haidari Hosseini Karimi Moradi Rahimi Rezai Sharifi",
    ),
    _household(
        "Amal Ayaan Fadumo Hodan Ifrah Khadra Sagal Ubah",
        "Abdi Abdullahi Ayanle Guled Ismail Liban Mahad Warsame",
        "Abdulle Ali Farah Hersi Jama Mohamud Nur Osman Warsame Yusuf",
    ),
    _household(
        "Anette Birgitte Dorthe Karen Kirsten Mette Pernille Trine",
        "Anders Bjørn Jesper Kasper Mikkel Rasmus Søren Torben",
        "Andersen Christensen Jørgensen Kjær Madsen Mortensen Nørgaard Sørensen",
    ),
    _household(
        "Camila Constanza Daniela Francisca Javiera Paz Ximena",
        "Andrés Cristián Felipe Ignacio Joaquín Matías Rodrigo",
        "Araya Contreras Fuentes González Muñoz Núñez Sepúlveda Vásquez",
    ),
    _household(
        "Anh Hạnh Hoa Lan Linh Mai Thảo Thu",
        "Anh Bảo Đức Hùng Long Minh Quang Tuấn",
        "Bùi Đặng Hoàng Lê Nguyễn Phạm Trần Võ",
    ),
    _household(
        "Aino Anneli Eeva Helena Kaisa Päivi Ritva Tuula",
        "Antti Erkki Heikki Jari Mikko Pekka Timo Väinö",
        "Heikkinen Hämäläinen Korhonen Lehtonen Mäkinen Nieminen Rantala Virtanen",
    ),
    _household(
        "Andreea Éva Ildikó Ioana Katalin Mihaela Réka Zsófia",
        "Attila Bogdan Gábor Ionuț László Mihai Péter Zoltán",
        "Dumitrescu Horváth Ionescu Kovács Nagy Popescu Szabó Tóth",
    ),
)


def names(seed: int, *, share_of_women: float = 0.5) -> Iterator[Name]:
    """Endless different names, the same ones in the same order for the same seed."""
    random, faker = Random(seed), Faker("sv_SE")
    faker.seed_instance(seed)
    seen: set[Name] = set()
    while True:
        is_woman = random.random() < share_of_women
        if random.random() < SHARE_OF_COMMON_NAMES:
            name = _common(faker, is_woman)
        else:
            name = _from_households(random, is_woman)
        if name not in seen:
            seen.add(name)
            yield name


def _common(faker: Faker, is_woman: bool) -> Name:
    first = faker.first_name_female() if is_woman else faker.first_name_male()
    return Name(first, faker.last_name())


def _from_households(random: Random, is_woman: bool) -> Name:
    own = random.choice(HOUSEHOLDS)
    married = random.choice(HOUSEHOLDS) if random.random() < SHARE_OF_MIXED_NAMES else own
    return Name(random.choice(own.women if is_woman else own.men), random.choice(married.last))
